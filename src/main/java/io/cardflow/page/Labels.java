package io.cardflow.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.domain.AuditEntry;
import io.cardflow.domain.BulkAction;
import io.cardflow.domain.CardState;
import io.cardflow.domain.OrderStatus;
import io.cardflow.domain.Outcome;
import io.cardflow.store.CardViews.OrderStep;
import io.quarkus.qute.TemplateExtension;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The names of {@link Texts} for values, also for templates. */
@TemplateExtension
final class Labels {

  /** For the start of the life cycle. */
  static final String NONE = "stateNone";

  private Labels() {}

  static String label(CardState state) {
    return "state" + words(state.name(), "_");
  }

  static String label(Outcome outcome) {
    return "outcome" + words(outcome.name(), "_");
  }

  static String label(OrderStatus status) {
    return "order" + words(status.name(), "_");
  }

  static String label(BulkAction.Kind kind) {
    return "kind" + words(kind.name(), "_");
  }

  static String label(BulkAction.Status status) {
    return "item" + words(status.name(), "_");
  }

  static String label(AuditEntry.Outcome outcome) {
    return "audit" + words(outcome.name(), "_");
  }

  static String stepLabel(OrderStep step) {
    return "step" + words(step.step(), "_");
  }

  @TemplateExtension(matchName = "orderLabel")
  static String ofOrder(String status) {
    return "order" + words(status, "_");
  }

  /**
   * For a command.
   *
   * @param command its name, such as {@code lock-card}
   */
  @TemplateExtension(matchName = "commandLabel")
  static String ofCommand(String command) {
    return "command" + words(command, "-");
  }

  /** A text as a part of an address. */
  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static String words(String name, String separator) {
    return Arrays.stream(name.split(separator))
        .map(
            word ->
                word.substring(0, 1).toUpperCase(Locale.ROOT)
                    + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }
}
