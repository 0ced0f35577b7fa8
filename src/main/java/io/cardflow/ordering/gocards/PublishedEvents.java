package io.cardflow.ordering.gocards;

import com.fasterxml.jackson.databind.JsonNode;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ordering.PushReader;
import io.cardflow.ordering.PushedReport;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The events that the bureau publishes: an envelope with a topic, and in its {@code data} the card
 * as a look-up returns it. Each topic that begins with {@code CARD_} is about a card.
 */
@Singleton
class PublishedEvents implements PushReader {

  private static final String TOPIC = "topic";
  private static final String OF_CARDS = "CARD_";

  /** Attributes of a CloudEvent. */
  private static final String VERSION = "specversion";

  private static final String TYPE = "type";

  private final PublishedAnswers published = new PublishedAnswers();
  private final CardFields fields;
  private final Set<String> names;

  PublishedEvents(CardflowConfig config) {
    fields =
        new CardFields(config.gocards().timeZone(), config.gocards().cardIdElement().orElse(null));
    names = new HashSet<>(fields.names());
    names.addAll(Set.of(TOPIC, VERSION, TYPE));
  }

  @Override
  public PushedReport read(byte[] body, boolean cloudEvents, String type) {
    try {
      List<Map<String, JsonNode>> objects = published.event(new ByteArrayInputStream(body), names);
      return report(objects, cloudEvents ? type : null, cloudEvents);
    } catch (CallFailed unusable) {
      return new PushedReport.Unusable();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private PushedReport report(
      List<Map<String, JsonNode>> objects, String type, boolean cloudEvents) {
    Map<String, JsonNode> outermost = objects.get(0);
    boolean structured = outermost.containsKey(VERSION);
    if (structured && !cloudEvents) {
      return new PushedReport.Unusable();
    }
    String topic = structured ? text(outermost, TYPE) : type;
    for (Map<String, JsonNode> each : objects) {
      topic = text(each, TOPIC) == null ? topic : text(each, TOPIC);
    }
    if (topic == null) {
      return new PushedReport.Unusable();
    }
    if (!name(topic).startsWith(OF_CARDS)) {
      return new PushedReport.OfOther();
    }
    Map<String, JsonNode> card = objects.get(objects.size() - 1);
    return Texts.isName(text(card, CardFields.CARD_ID))
        ? new PushedReport.OfCard(fields.report(card))
        : new PushedReport.Unusable();
  }

  /** The type of a CloudEvent may begin with a reversed domain. */
  private static String name(String topic) {
    return topic.substring(topic.lastIndexOf('.') + 1);
  }

  private static String text(Map<String, JsonNode> object, String field) {
    JsonNode value = object.get(field);
    return value == null ? null : value.textValue();
  }
}
