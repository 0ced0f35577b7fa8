package io.cardflow.ops.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ClientSettingsPageTest {

  private static final Path PAGE = Path.of("docs", "client-settings.md");
  private static final String BEGIN = "<!-- client settings -->\n";
  private static final String END = "<!-- end of client settings -->\n";

  @Test
  void thePageEqualsTheRulesOfTheCheck() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    if (Boolean.getBoolean("cardflow.docs.write")) {
      page = page.substring(0, begin) + ClientSettingsPage.text() + page.substring(end);
      Files.writeString(PAGE, page);
      end = page.indexOf(END);
    }
    assertEquals(
        ClientSettingsPage.text(),
        page.substring(begin, end),
        "to update it: ./mvnw test -Dtest=ClientSettingsPageTest -Dcardflow.docs.write=true");
  }
}
