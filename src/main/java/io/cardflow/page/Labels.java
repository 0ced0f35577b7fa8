package io.cardflow.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.domain.CardState;
import io.cardflow.domain.Outcome;
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
