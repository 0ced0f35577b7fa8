package io.cardflow.ordering.gocards;

import com.fasterxml.jackson.databind.JsonNode;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.ordering.BureauReport.CardReport;
import io.cardflow.ordering.BureauReport.Stage;
import io.cardflow.wire.MessageLimits;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Interprets the bureau's fields of a card, each separately: one that cannot be used is left out
 * and counted, and affects no other. Shared by look-ups and pushed events.
 */
final class CardFields {

  static final String CARD_ID = "cardId";

  private static final String PRODUCED = "produced";
  private static final String DELIVERED = "delivered";
  private static final String ACTIVATED = "activated";
  private static final String READOUTS = "reportData";
  private static final String ELEMENTS = "cardElements";

  /** Assumed: how the bureau reports a card that it cannot produce. */
  private static final String FAILURE = "error";

  private static final int PUNCTUATION = 32;

  /** Times of another century are errors, and PostgreSQL has fewer years than Java. */
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private final ZoneId zone;
  private final String idElement;

  /**
   * @param zone the zone of times without one
   * @param idElement the card element with the worker's id of the card; null if there is none
   */
  CardFields(ZoneId zone, String idElement) {
    this.zone = zone;
    this.idElement = idElement;
  }

  /** The names of the fields that are used. */
  Set<String> names() {
    Set<String> names = new HashSet<>(Set.of(CARD_ID, PRODUCED, DELIVERED, ACTIVATED, READOUTS));
    names.add(FAILURE);
    if (idElement != null) {
      names.add(ELEMENTS);
    }
    return names;
  }

  /** Returns the report of a card with these values. */
  CardReport report(Map<String, JsonNode> values) {
    return new Reading(values).report();
  }

  /** The interpretation of one card. */
  private final class Reading {

    private final Map<String, JsonNode> values;
    private int leftOut;

    Reading(Map<String, JsonNode> values) {
      this.values = values;
    }

    CardReport report() {
      Instant produced = time(PRODUCED);
      Instant delivered = time(DELIVERED);
      JsonNode failure = values.get(FAILURE);
      Instant activated = time(ACTIVATED);
      Stage stage =
          delivered != null || activated != null
              ? Stage.SHIPPED
              : isFailure(failure)
                  ? Stage.FAILED
                  : produced != null ? Stage.PRODUCED : Stage.ORDERED;
      List<Readout> readouts = readouts();
      return new CardReport(
          values.get(CARD_ID).textValue(),
          ownId(),
          stage,
          produced,
          readouts,
          delivered,
          activated,
          stage == Stage.FAILED ? Texts.code(failure.path("code").textValue()) : null,
          stage == Stage.FAILED ? Texts.detail(failure.path("detail").textValue()) : null,
          leftOut);
    }

    private String ownId() {
      String id =
          idElement == null || !isPresent(values.get(ELEMENTS))
              ? null
              : values.get(ELEMENTS).path(idElement).textValue();
      return Texts.isName(id) ? id : null;
    }

    private Instant time(String field) {
      JsonNode value = values.get(field);
      if (!isPresent(value)) {
        return null;
      }
      Instant time = value.isTextual() ? instant(value.textValue()) : null;
      if (time == null || time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
        leftOut++;
        return null;
      }
      return time;
    }

    /** The bureau has nine decimals, and the tables six. */
    private Instant instant(String text) {
      try {
        return LocalDateTime.parse(text).atZone(zone).toInstant().truncatedTo(ChronoUnit.MICROS);
      } catch (DateTimeException hasZone) {
        try {
          return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException unreadable) {
          return null;
        }
      }
    }

    private List<Readout> readouts() {
      JsonNode data = values.get(READOUTS);
      if (!isPresent(data)) {
        return List.of();
      }
      if (!data.isObject()) {
        leftOut++;
        return List.of();
      }
      List<Readout> readouts = new ArrayList<>();
      data.properties()
          .forEach(
              each -> {
                if (!isPresent(each.getValue())) {
                  return;
                }
                String value = each.getValue().textValue();
                if (Texts.isCode(each.getKey())
                    && Texts.isReadoutValue(value)
                    && readouts.size() < MessageLimits.READOUTS) {
                  readouts.add(new Readout(each.getKey(), value));
                } else {
                  leftOut++;
                }
              });
      return fitting(readouts);
    }

    /** Returns the first readouts that fit one message: a larger one would be rejected. */
    private List<Readout> fitting(List<Readout> readouts) {
      int bytes = 0;
      for (int next = 0; next < readouts.size(); next++) {
        bytes += bytes(readouts.get(next));
        if (bytes > MessageLimits.READOUT_BYTES) {
          leftOut += readouts.size() - next;
          return List.copyOf(readouts.subList(0, next));
        }
      }
      return List.copyOf(readouts);
    }
  }

  private static int bytes(Readout readout) {
    String text = readout.type() + readout.value();
    long escaped = text.chars().filter(each -> each == '"' || each == '\\').count();
    return text.getBytes(StandardCharsets.UTF_8).length + (int) escaped + PUNCTUATION;
  }

  private static boolean isFailure(JsonNode value) {
    return value != null && Texts.isCode(value.path("code").textValue());
  }

  private static boolean isPresent(JsonNode value) {
    return value != null
        && !value.isNull()
        && !value.isMissingNode()
        && !(value.isTextual() && value.textValue().isEmpty());
  }
}
