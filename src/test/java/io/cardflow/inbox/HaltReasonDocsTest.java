package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of halts in the runbook equals {@link HaltReason}. */
class HaltReasonDocsTest {

  private static final Path PAGE = Path.of("docs", "runbook.md");
  private static final String BEGIN = "<!-- halt reasons -->\n";
  private static final String END = "<!-- end of halt reasons -->\n";

  @Test
  void theRunbookListsEveryHaltWithItsFindingAndRemedy() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    if (Boolean.getBoolean("cardflow.docs.write")) {
      page = page.substring(0, begin) + table() + page.substring(end);
      Files.writeString(PAGE, page);
      end = page.indexOf(END);
    }
    assertEquals(
        table(),
        page.substring(begin, end),
        "to update it: ./mvnw test -Dtest=HaltReasonDocsTest -Dcardflow.docs.write=true");
  }

  private static String table() {
    StringBuilder table =
        new StringBuilder(
            "<!-- Generated from io.cardflow.inbox.HaltReason by HaltReasonDocsTest. -->\n"
                + "\n| Reason | Finding | Remedy |\n|---|---|---|\n");
    for (HaltReason reason : HaltReason.values()) {
      table.append(
          "| `%s` | %s | %s |\n"
              .formatted(reason, marked(reason.finding()), marked(reason.remedy())));
    }
    return table.toString();
  }

  /** The text with its placeholders as code. */
  private static String marked(String text) {
    return text.replaceAll("\\{(\\w+)}", "`{$1}`");
  }
}
