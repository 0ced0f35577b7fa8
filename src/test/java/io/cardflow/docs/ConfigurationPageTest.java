package io.cardflow.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.ops.CardflowConfig;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

  private static final Path PAGE = Path.of("docs", "configuration.md");
  private static final String BEGIN = "<!-- settings -->\n";
  private static final String END = "<!-- end of settings -->\n";

  @Test
  void thePageEqualsTheJavadoc() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    if (Boolean.getBoolean("cardflow.docs.write")) {
      page = page.substring(0, begin) + ConfigurationPage.text() + page.substring(end);
      Files.writeString(PAGE, page);
      end = page.indexOf(END);
    }
    assertEquals(
        ConfigurationPage.text(),
        page.substring(begin, end),
        "to update it: ./mvnw test -Dtest=ConfigurationPageTest -Dcardflow.docs.write=true");
  }

  @Test
  void everySettingIsDocumented() throws IOException {
    Set<String> settings = new TreeSet<>();
    settings("cardflow", CardflowConfig.class, settings);
    assertEquals(settings, new TreeSet<>(ConfigurationPage.names()));
  }

  private static void settings(String prefix, Class<?> group, Set<String> settings) {
    for (Method each : group.getMethods()) {
      String name = prefix + "." + ConfigurationPage.dashed(each.getName());
      if (ConfigurationPage.isGroup(each)) {
        settings(name, each.getReturnType(), settings);
      } else {
        settings.add(name);
      }
    }
  }
}
