package io.cardflow.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StateMachinePageTest {

  private static final Path PAGE = Path.of("docs", "state-machine.md");

  @Test
  void thePageEqualsTheTable() throws IOException {
    if (Boolean.getBoolean("cardflow.docs.write")) {
      Files.writeString(PAGE, StateMachinePage.text());
    }
    assertEquals(
        StateMachinePage.text(),
        Files.readString(PAGE),
        "update it with ./mvnw test -Dtest=StateMachinePageTest -Dcardflow.docs.write=true");
  }
}
