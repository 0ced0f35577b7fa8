package io.cardflow.wire;

import static io.cardflow.wire.Malformation.invalid;
import static io.cardflow.wire.Malformation.notACloudEvent;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.json.Utf8;
import java.util.List;

/** A CloudEvent whose attributes are headers and whose data is the value. */
final class BinaryMode {

  private static final String PREFIX = "ce_";

  private BinaryMode() {}

  static ReceivedEvent read(List<Header> headers, ContentType declared, byte[] value)
      throws Malformation {
    Attributes attributes = new Attributes();
    boolean any = false;
    for (Header header : headers) {
      Attribute attribute = Attribute.carriedBy(header.name());
      any |= header.name().regionMatches(true, 0, PREFIX, 0, PREFIX.length());
      if (attribute != null && header.value() != null) {
        set(attributes, attribute, header.value());
      }
    }
    if (!any) {
      throw notACloudEvent("the record has no CloudEvents headers (ce_...)");
    }
    return new ReceivedEvent(attributes, new ReceivedData(value, null, declared));
  }

  private static void set(Attributes attributes, Attribute attribute, byte[] value)
      throws Malformation {
    if (isAscii(value)) {
      attributes.set(attribute, new String(value, ISO_8859_1));
    } else if (Utf8.firstFault(value) < 0) {
      attributes.set(attribute, new String(value, UTF_8));
    } else if (attribute != Attribute.TRACEPARENT) {
      throw invalid("the attribute " + attribute.wireName + " is not UTF-8");
    }
  }

  private static boolean isAscii(byte[] value) {
    for (byte b : value) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }
}
