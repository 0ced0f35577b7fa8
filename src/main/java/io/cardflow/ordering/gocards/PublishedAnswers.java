package io.cardflow.ordering.gocards;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.cardflow.ordering.Fault.Code;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parses what the bureau publishes: the answers about an order and a card, and the events, version
 * 2.0. Only the fields that are used are read. A PIN, a photo, an e-mail address and a name are
 * skipped in the stream and never become an object.
 */
final class PublishedAnswers {

  /** The maximum number of cards in an order. */
  static final int MOST_CARDS = 10_000;

  /** The maximum size of a field that is used, in characters; an order has the longest. */
  private static final int MOST_OF_A_FIELD = 4 * 1024 * 1024;

  private static final int DEPTH = 20;

  private static final String DATA = "data";

  /** A CloudEvent, the bureau's event, and the card. */
  private static final int MOST_OBJECTS = 3;

  private final ObjectMapper json =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxStringLength(MOST_OF_A_FIELD)
                          .build())
                  .build())
          .build();

  /** The ids of an order's cards, in the order of the answer. */
  record OrderCards(List<String> cardIds, int leftOut) {}

  /**
   * Reads the answer about a card.
   *
   * @param fields the fields to read
   * @return the first value of each field that is present; empty if the answer is not about this
   *     card
   * @throws CallFailed if the answer is not one JSON object, or about another card
   */
  Map<String, JsonNode> card(InputStream body, String cardId, Set<String> fields)
      throws IOException {
    Map<String, JsonNode> values = object(body, fields);
    JsonNode about = values.get(CardFields.CARD_ID);
    require(about != null && cardId.equals(about.textValue()), "the answer is about another card");
    return values;
  }

  /**
   * Reads the answer about an order. An id that cannot be used, or is repeated, is left out and
   * counted.
   *
   * @throws CallFailed if the answer is not one JSON object with a list of cards
   */
  OrderCards order(InputStream body) throws IOException {
    JsonNode list = object(body, Set.of("cardIds")).get("cardIds");
    require(list != null && list.isArray(), "the order has no list of cards");
    require(list.size() <= MOST_CARDS, "the order has more than " + MOST_CARDS + " cards");
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode each : list) {
      if (Texts.isName(each.textValue())) {
        ids.add(each.textValue());
      }
    }
    return new OrderCards(List.copyOf(ids), list.size() - ids.size());
  }

  /**
   * Reads the input fields of a layout.
   *
   * @return null in JSON if the layout has none
   * @throws CallFailed if the answer is not one JSON object
   */
  JsonNode layout(InputStream body) throws IOException {
    Map<String, JsonNode> values = object(body, Set.of("inputFields"));
    return values.getOrDefault("inputFields", NullNode.getInstance());
  }

  /**
   * Reads an event: an object, in its field {@code data} another one, and so on.
   *
   * @param fields the fields to read of each object
   * @return the fields of each object, the outermost first
   * @throws CallFailed if the event is not one JSON object, or has too many within each other
   */
  List<Map<String, JsonNode>> event(InputStream body, Set<String> fields) throws IOException {
    List<Map<String, JsonNode>> objects = new ArrayList<>();
    read(body, parser -> objects(parser, fields, objects));
    return objects;
  }

  private static void objects(
      JsonParser parser, Set<String> fields, List<Map<String, JsonNode>> objects)
      throws IOException {
    require(objects.size() < MOST_OBJECTS, "the event has too many objects within each other");
    Map<String, JsonNode> values = new HashMap<>();
    objects.add(values);
    int depth = objects.size();
    fields(
        parser,
        fields,
        values,
        field -> {
          boolean inner =
              field.equals(DATA)
                  && parser.currentToken() == JsonToken.START_OBJECT
                  && objects.size() == depth;
          if (inner) {
            objects(parser, fields, objects);
          }
          return inner;
        });
  }

  /** The fields of an object; of a repeated one the first. */
  private Map<String, JsonNode> object(InputStream body, Set<String> fields) throws IOException {
    Map<String, JsonNode> values = new HashMap<>();
    read(body, parser -> fields(parser, fields, values, field -> false));
    return values;
  }

  /** Consumes the present value of a field if it is of interest. */
  private interface OtherFields {
    boolean consume(String field) throws IOException;
  }

  private static void fields(
      JsonParser parser, Set<String> fields, Map<String, JsonNode> values, OtherFields others)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      if (fields.contains(field) && !values.containsKey(field)) {
        values.put(field, parser.readValueAsTree());
      } else if (!others.consume(field)) {
        parser.skipChildren();
      }
    }
  }

  private interface ObjectReader {
    void read(JsonParser parser) throws IOException;
  }

  private void read(InputStream body, ObjectReader reader) throws IOException {
    try (JsonParser parser = json.getFactory().createParser(body)) {
      require(parser.nextToken() == JsonToken.START_OBJECT, "the answer is not an object");
      reader.read(parser);
      require(parser.nextToken() == null, "the answer is not one JSON object");
    } catch (JsonProcessingException | CharConversionException unreadable) {
      // The exception's message quotes the answer, so only its class is reported.
      if (unreadable.getCause() instanceof CallFailed failed) {
        throw failed;
      }
      throw new CallFailed(
          Code.BAD_ANSWER,
          "the answer is not the expected JSON, " + unreadable.getClass().getSimpleName());
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new CallFailed(Code.BAD_ANSWER, otherwise);
    }
  }
}
