package io.cardflow.inbox;

import io.cardflow.wire.DeadLetter;
import io.cardflow.wire.LargestAnswers;
import io.cardflow.wire.Outgoing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Compares the topics' settings with what the worker relies on. A topic that rejects the largest
 * event or rejection keeps the worker from starting its work; everything else is a warning.
 */
final class TopicCheck {

  private static final String UNCOMPRESSED = "uncompressed";

  private final TopicNames topics;

  TopicCheck(TopicNames topics) {
    this.topics = topics;
  }

  /**
   * The settings to change, one sentence each, beginning with the topic; empty if there are none.
   *
   * @throws OutputTooLarge if a topic does not accept the largest record that is published on it
   */
  List<String> warnings(TopicSettings settings) {
    List<String> warnings = new ArrayList<>();
    for (String topic : topics.inbound()) {
      if (known(topic, settings, warnings)) {
        inbound(topic, settings, warnings);
        notCompacted(topic, settings, warnings);
      }
    }
    for (String topic : topics.outbound()) {
      if (known(topic, settings, warnings)) {
        outbound(topic, settings, warnings);
        notCompacted(topic, settings, warnings);
      }
    }
    for (String topic : topics.others()) {
      if (known(topic, settings, warnings)) {
        notCompacted(topic, settings, warnings);
      }
    }
    return List.copyOf(warnings);
  }

  private static boolean known(String topic, TopicSettings settings, List<String> warnings) {
    if (!settings.isKnown(topic)) {
      warnings.add(
          topic
              + " could not be checked: it does not exist, or the worker's user may not describe"
              + " its configuration");
    }
    return settings.isKnown(topic);
  }

  private static void inbound(String topic, TopicSettings settings, List<String> warnings) {
    String compression = settings.value(topic, TopicConfig.COMPRESSION_TYPE_CONFIG);
    if (!UNCOMPRESSED.equals(compression)) {
      warnings.add(
          "%s has compression.type=%s: a small batch can unpack to more than the heap holds; set %s"
              .formatted(topic, compression, UNCOMPRESSED));
    }
    takes(topic, RecordSize.largest(0), "forwarded records", settings, warnings);
  }

  private void outbound(String topic, TopicSettings settings, List<String> warnings) {
    if (topic.equals(topics.deadLetters())) {
      takes(
          topic,
          RecordSize.largest(DeadLetter.MAX_OWN_BYTES),
          "unshortened dead letters",
          settings,
          warnings);
      return;
    }
    Outgoing largest =
        topic.equals(topics.events()) ? LargestAnswers.event() : LargestAnswers.rejection();
    int needed =
        RecordSize.of(
            largest.key().getBytes(StandardCharsets.UTF_8), largest.value(), largest.headers());
    Integer limit = settings.maxMessageBytes(topic);
    if (limit != null && limit < needed) {
      throw new OutputTooLarge(topic, null, limit, needed, null);
    }
  }

  private static void takes(
      String topic, int needed, String what, TopicSettings settings, List<String> warnings) {
    Integer limit = settings.maxMessageBytes(topic);
    if (limit != null && limit < needed) {
      warnings.add(
          "%s has max.message.bytes=%d: %s take up to %d".formatted(topic, limit, what, needed));
    }
  }

  private static void notCompacted(String topic, TopicSettings settings, List<String> warnings) {
    String policy = settings.value(topic, TopicConfig.CLEANUP_POLICY_CONFIG);
    if (policy != null && policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      warnings.add(
          "%s has cleanup.policy=%s: only the last record of each key is kept; set %s"
              .formatted(topic, policy, TopicConfig.CLEANUP_POLICY_DELETE));
    }
  }
}
