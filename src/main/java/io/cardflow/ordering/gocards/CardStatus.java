package io.cardflow.ordering.gocards;

import com.fasterxml.jackson.databind.JsonNode;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.ordering.BureauReport.CardReport;
import io.cardflow.ordering.BureauReport.Stage;
import io.cardflow.wire.MessageLimits;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the status of a card in a response of the bureau, each field separately: one that cannot be
 * used is left out and counted, and affects no other.
 */
final class CardStatus {

  private static final int MOST_NUMBERS = 100;

  /** The maximum size of the readouts within the 64 KiB of a record's value. */
  private static final int MOST_OF_A_MESSAGE = 60 * 1024;

  private static final int PUNCTUATION = 32;

  private final JsonNode card;
  private int leftOut;

  CardStatus(JsonNode card) {
    this.card = card;
  }

  /** The worker's id of the card; null if there is none. */
  String cardId() {
    return card.path("cardId").textValue();
  }

  /** Returns the report about the card; null if the status is unknown. */
  CardReport report() {
    Stage stage = stage();
    return stage == null
        ? null
        : new CardReport(
            cardId(),
            name("producerCardId"),
            stage,
            time("startedAt"),
            time("producedAt"),
            readouts(),
            time("shippedAt"),
            name("shipmentId"),
            name("carrier"),
            trackingNumbers(),
            stage == Stage.FAILED ? Texts.code(card.path("code").textValue()) : null,
            Texts.detail(card.path("detail").textValue()));
  }

  /** The number of values that the report lacks because they could not be used. */
  int leftOut() {
    return leftOut;
  }

  private String name(String field) {
    return name(card.get(field));
  }

  private String name(JsonNode value) {
    if (isAbsent(value)) {
      return null;
    }
    return usable(Texts.isName(value.textValue()) ? value.textValue() : null);
  }

  private Instant time(String field) {
    JsonNode value = card.get(field);
    if (isAbsent(value)) {
      return null;
    }
    try {
      return usable(value.isTextual() ? OffsetDateTime.parse(value.textValue()).toInstant() : null);
    } catch (DateTimeException unreadable) {
      return usable(null);
    }
  }

  private List<String> trackingNumbers() {
    List<String> numbers = new ArrayList<>();
    for (JsonNode each : items("trackingNumbers", MOST_NUMBERS)) {
      String number = name(each);
      if (number != null) {
        numbers.add(number);
      }
    }
    return List.copyOf(numbers);
  }

  private List<Readout> readouts() {
    List<Readout> readouts = new ArrayList<>();
    for (JsonNode each : items("readouts", MessageLimits.READOUTS)) {
      String value = each.path("value").textValue();
      if (Texts.isReadoutValue(value)) {
        readouts.add(new Readout(Texts.code(each.path("type").textValue()), value));
      } else {
        leftOut++;
      }
    }
    return fitting(readouts);
  }

  private List<JsonNode> items(String field, int most) {
    JsonNode list = card.get(field);
    if (isAbsent(list)) {
      return List.of();
    }
    if (!list.isArray()) {
      leftOut++;
      return List.of();
    }
    List<JsonNode> items = new ArrayList<>();
    for (JsonNode each : list) {
      if (items.size() < most) {
        items.add(each);
      } else {
        leftOut++;
      }
    }
    return items;
  }

  private <T> T usable(T value) {
    if (value == null) {
      leftOut++;
    }
    return value;
  }

  private static boolean isAbsent(JsonNode value) {
    return value == null || value.isNull() || (value.isTextual() && value.textValue().isEmpty());
  }

  /** Returns the first readouts that fit one message: a larger one would be rejected. */
  private List<Readout> fitting(List<Readout> readouts) {
    int bytes = 0;
    for (int next = 0; next < readouts.size(); next++) {
      bytes += bytes(readouts.get(next));
      if (bytes > MOST_OF_A_MESSAGE) {
        leftOut += readouts.size() - next;
        return List.copyOf(readouts.subList(0, next));
      }
    }
    return List.copyOf(readouts);
  }

  private static int bytes(Readout readout) {
    String text = readout.type() + readout.value();
    long escaped = text.chars().filter(each -> each == '"' || each == '\\').count();
    return text.getBytes(StandardCharsets.UTF_8).length + (int) escaped + PUNCTUATION;
  }

  private Stage stage() {
    for (Stage stage : Stage.values()) {
      if (stage.name().equals(card.path("status").textValue())) {
        return stage;
      }
    }
    return null;
  }
}
