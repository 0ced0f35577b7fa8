package io.cardflow.wire;

import static io.cardflow.wire.Malformation.invalid;
import static io.cardflow.wire.Malformation.malformed;
import static io.cardflow.wire.Malformation.notACloudEvent;

import io.cardflow.json.Json;
import io.cardflow.json.JsonFault;
import io.cardflow.json.StrictJson;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;

/** A CloudEvent whose value is one JSON object with attributes and data. */
final class StructuredMode {

  private StructuredMode() {}

  static ReceivedEvent read(byte[] value) throws Malformation {
    if (value == null || value.length == 0) {
      throw notACloudEvent("structured mode without a value");
    }
    if (!(json(value) instanceof Json.ObjectValue event)) {
      throw notACloudEvent("structured mode, but the value is not a JSON object");
    }
    Attributes attributes = new Attributes();
    for (Map.Entry<String, Json> member : event.members().entrySet()) {
      Attribute attribute = Attribute.named(member.getKey());
      if (attribute != null) {
        set(attributes, attribute, member.getValue());
      }
    }
    return new ReceivedEvent(attributes, data(event.members()));
  }

  private static Json json(byte[] value) throws Malformation {
    try {
      // One level more than the limit of the data, so that both modes allow the same data.
      return StrictJson.read(value, StrictJson.MAX_DEPTH + 1);
    } catch (JsonFault fault) {
      throw malformed(fault);
    }
  }

  private static void set(Attributes attributes, Attribute attribute, Json value)
      throws Malformation {
    if (value instanceof Json.StringValue string) {
      attributes.set(attribute, string.text());
    } else if (value != Json.Literal.NULL && attribute != Attribute.TRACEPARENT) {
      throw invalid("the attribute " + attribute.wireName + " is not a string");
    }
  }

  private static ReceivedData data(SortedMap<String, Json> members) throws Malformation {
    Json data = members.get("data");
    Json base64 = members.get("data_base64");
    if (data != null && base64 != null) {
      throw notACloudEvent("both data and data_base64 are present");
    }
    if (base64 != null) {
      return new ReceivedData(decoded(base64), null, declared(members));
    }
    return data == null ? ReceivedData.NONE : new ReceivedData(null, data, declared(members));
  }

  private static ContentType declared(SortedMap<String, Json> members) throws Malformation {
    Json declared = members.get("datacontenttype");
    if (declared == null || declared == Json.Literal.NULL) {
      return ContentType.JSON;
    }
    if (declared instanceof Json.StringValue string) {
      return ContentType.of(string.text());
    }
    throw invalid("the attribute datacontenttype is not a string");
  }

  private static byte[] decoded(Json base64) throws Malformation {
    if (base64 instanceof Json.StringValue string) {
      try {
        return Base64.getDecoder().decode(string.text());
      } catch (IllegalArgumentException e) {
        throw invalid("data_base64 is not Base64");
      }
    }
    throw invalid("data_base64 is not a string");
  }
}
