package io.cardflow.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.qute.i18n.Message;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
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

  private static List<String> figures(String text) {
    return FIGURE.matcher(text).results().map(found -> found.group()).sorted().toList();
  }
}
