package io.cardflow.ordering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.ordering.BureauReport.CardReport;
import io.cardflow.ordering.BureauReport.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The facts of a report as JSON, for events that are kept. Equal facts give equal texts. */
final class KeptFacts {

  private static final JsonMapper JSON = new JsonMapper();

  private KeptFacts() {}

  static String json(CardReport card) {
    ObjectNode json = JSON.createObjectNode().put("stage", card.stage().name());
    put(json, "producedAt", card.producedAt());
    put(json, "shippedAt", card.shippedAt());
    put(json, "activatedAt", card.activatedAt());
    if (card.stage() == Stage.FAILED) {
      json.put("code", card.code()).put("detail", card.detail());
    }
    card.readouts()
        .forEach(
            each ->
                json.withArray("readouts")
                    .addObject()
                    .put("type", each.type())
                    .put("value", each.value()));
    return json.toString();
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @throws IllegalStateException if it is anything else
   */
  static CardReport report(String producerCardId, String facts) {
    try {
      JsonNode json = JSON.readTree(facts);
      List<Readout> readouts = new ArrayList<>();
      json.path("readouts")
          .forEach(
              each ->
                  readouts.add(
                      new Readout(each.get("type").textValue(), each.get("value").textValue())));
      return new CardReport(
          producerCardId,
          null,
          Stage.valueOf(json.path("stage").textValue()),
          time(json, "producedAt"),
          List.copyOf(readouts),
          time(json, "shippedAt"),
          time(json, "activatedAt"),
          json.path("code").textValue(),
          json.path("detail").textValue(),
          0);
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException("kept facts that are not JSON", unreadable);
    }
  }

  private static void put(ObjectNode json, String name, Instant time) {
    if (time != null) {
      json.put(name, time.toString());
    }
  }

  private static Instant time(JsonNode json, String name) {
    String text = json.path(name).textValue();
    return text == null ? null : Instant.parse(text);
  }
}
