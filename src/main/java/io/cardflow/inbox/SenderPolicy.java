package io.cardflow.inbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Message;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Which source may send which types about which cards to which topic. A message is allowed if one
 * of the rules for its source allows it; the default is for sources without a rule.
 */
final class SenderPolicy {

  /** Allows everything. */
  static final SenderPolicy NONE = new SenderPolicy(Otherwise.ALLOW, List.of());

  private static final int MOST_RULES = 1_000;
  private static final String ALL = "*";

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  /** What is done with messages of sources without a rule. */
  enum Otherwise {
    ALLOW,
    REJECT
  }

  /**
   * A rule.
   *
   * @param source a source, or the beginning of sources followed by {@code *}
   * @param topics {@code commands}, {@code producer-status}; null for both
   * @param types types, or beginnings of types followed by {@code *}; null for all
   * @param cards beginnings of card ids; null for all
   */
  record Rule(String source, List<String> topics, List<String> types, List<String> cards) {

    private boolean allows(InboundTopic topic, Message message) {
      return any(topics, name(topic)::equals)
          && any(types, type -> matches(type, message.type()))
          && any(cards, message.cardId()::startsWith);
    }

    private static boolean any(List<String> given, Predicate<String> fits) {
      return given == null || given.stream().anyMatch(fits);
    }
  }

  /** The content of the file. */
  record Content(@JsonProperty("default") Otherwise otherwise, List<Rule> senders) {}

  /** A policy cannot be used; the message has the rule and the fault. */
  static final class Invalid extends Exception {

    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message);
    }
  }

  private final Otherwise otherwise;
  private final List<Rule> rules;

  private SenderPolicy(Otherwise otherwise, List<Rule> rules) {
    this.otherwise = otherwise;
    this.rules = rules;
  }

  /**
   * Reads a policy.
   *
   * @throws Invalid if the text is not YAML of this form
   */
  static SenderPolicy read(String yaml) throws Invalid {
    Content content;
    try {
      JsonNode tree = YAML.readTree(yaml);
      if (hasNull(tree)) {
        throw new Invalid("has a name without a value, which would count as absent");
      }
      content = YAML.treeToValue(tree, Content.class);
    } catch (JsonProcessingException fault) {
      // Its message has several lines, and names of classes.
      throw new Invalid(
          "is not YAML of the documented form"
              + (fault.getLocation() == null
                  ? ""
                  : ": see line " + fault.getLocation().getLineNr()));
    }
    if (content == null || content.otherwise() == null) {
      throw new Invalid("must have a default, allow or reject");
    }
    List<Rule> rules = content.senders() == null ? List.of() : content.senders();
    if (rules.size() > MOST_RULES) {
      throw new Invalid("has more than " + MOST_RULES + " senders");
    }
    for (int number = 1; number <= rules.size(); number++) {
      check(number, rules.get(number - 1));
    }
    return new SenderPolicy(content.otherwise(), List.copyOf(rules));
  }

  private static boolean hasNull(JsonNode node) {
    for (JsonNode each : node) {
      if (each.isNull() || hasNull(each)) {
        return true;
      }
    }
    return false;
  }

  private static void check(int number, Rule rule) throws Invalid {
    if (rule == null || rule.source() == null || rule.source().isBlank()) {
      throw new Invalid("sender " + number + " has no source");
    }
    requireTexts(number, "topics", rule.topics());
    requireTexts(number, "types", rule.types());
    requireTexts(number, "cards", rule.cards());
    for (String topic : rule.topics() == null ? List.<String>of() : rule.topics()) {
      if (List.of(InboundTopic.values()).stream().noneMatch(each -> name(each).equals(topic))) {
        throw new Invalid(
            "sender " + number + " has a topic other than commands and producer-status");
      }
    }
    for (String card : rule.cards() == null ? List.<String>of() : rule.cards()) {
      if (card.contains(ALL)) {
        throw new Invalid("sender " + number + " has cards with *, which are beginnings anyway");
      }
    }
  }

  /** An empty list would allow nothing, and an empty text everything. */
  private static void requireTexts(int number, String name, List<String> texts) throws Invalid {
    if (texts != null
        && (texts.isEmpty() || texts.stream().anyMatch(each -> each == null || each.isBlank()))) {
      throw new Invalid("sender " + number + " has empty " + name);
    }
  }

  /** The number of rules. */
  int size() {
    return rules.size();
  }

  /** Whether the source of a message may send it. */
  boolean allows(InboundTopic topic, Message message) {
    boolean known = false;
    for (Rule rule : rules) {
      if (matches(rule.source(), message.id().source())) {
        known = true;
        if (rule.allows(topic, message)) {
          return true;
        }
      }
    }
    return !known && otherwise == Otherwise.ALLOW;
  }

  /** The source of the first rule for a source: a bounded number of names, for a metric. */
  String ruleOf(String source) {
    return rules.stream()
        .map(Rule::source)
        .filter(pattern -> matches(pattern, source))
        .findFirst()
        .orElse("other");
  }

  private static boolean matches(String pattern, String text) {
    return pattern.endsWith(ALL)
        ? text.startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(text);
  }

  private static String name(InboundTopic topic) {
    return topic.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
