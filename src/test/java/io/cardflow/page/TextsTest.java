package io.cardflow.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.AuditEntry;
import io.cardflow.domain.BulkAction;
import io.cardflow.domain.CardState;
import io.cardflow.domain.OrderStatus;
import io.cardflow.domain.Outcome;
import io.cardflow.store.CardViews.OrderStep;
import io.quarkus.qute.i18n.Message;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text is there in every language, under the name of its method, with the same figures. */
class TextsTest {

  private static final Pattern FIGURE = Pattern.compile("\\{\\w+}");

  static Stream<Method> texts() {
    return Arrays.stream(Texts.class.getMethods());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextHasTheNameOfItsMethod(Method text) {
    assertEquals(Message.DEFAULT_NAME, text.getAnnotation(Message.class).key(), text.getName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"de", "sv"})
  void aLanguageHasEachText(String language) throws IOException {
    Properties translated = new Properties();
    try (Reader file =
        new InputStreamReader(
            TextsTest.class.getResourceAsStream("/messages/m_" + language + ".properties"),
            UTF_8)) {
      translated.load(file);
    }
    assertEquals(
        new TreeSet<>(texts().map(Method::getName).toList()),
        new TreeSet<>(translated.stringPropertyNames()));
    texts()
        .forEach(
            text -> {
              String other = translated.getProperty(text.getName());
              assertFalse(other.isBlank(), text.getName());
              assertEquals(
                  figures(text.getAnnotation(Message.class).value()), figures(other), other);
            });
  }

  /** A page with a value that has no name could not be shown. */
  static Stream<String> labels() throws IOException {
    Matcher steps =
        Pattern.compile("'(\\w+)'")
            .matcher(
                Files.readString(Path.of("src/main/resources/db/migration/V2__orders.sql"))
                    .replaceAll("(?s).*step +text[^(]*CHECK \\(step IN \\(([^)]*)\\).*", "$1"));
    return Stream.of(
            Arrays.stream(CardState.values()).map(Labels::label),
            Arrays.stream(Outcome.values()).map(Labels::label),
            Arrays.stream(OrderStatus.values()).map(Labels::label),
            Arrays.stream(BulkAction.Kind.values()).map(Labels::label),
            Arrays.stream(BulkAction.Status.values()).map(Labels::label),
            Arrays.stream(AuditEntry.Outcome.values()).map(Labels::label),
            NextStep.of(CardState.ASSIGNED).stream().map(NextStep::label),
            steps
                .results()
                .map(step -> new OrderStep(Instant.EPOCH, step.group(1), null, null))
                .map(Labels::stepLabel))
        .flatMap(Function.identity());
  }

  @ParameterizedTest
  @MethodSource("labels")
  void eachValueHasAName(String label) {
    assertTrue(texts().anyMatch(text -> text.getName().equals(label)), label);
  }

  private static List<String> figures(String text) {
    return FIGURE.matcher(text).results().map(found -> found.group()).sorted().toList();
  }
}
