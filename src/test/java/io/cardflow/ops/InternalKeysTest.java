package io.cardflow.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are read from a file, and a fault is reported without them. */
class InternalKeysTest {

  private static final String FIRST = key("0123456789abcdef0123456789abcdef");
  private static final String SECOND = key("fedcba9876543210fedcba9876543210");

  @TempDir Path directory;

  @Test
  void theFirstKeyComesFirst() throws IOException {
    List<byte[]> keys = InternalKeys.read(file(FIRST + "\n\n" + SECOND + "\n"));

    assertEquals(2, keys.size());
    assertArrayEquals("0123456789abcdef0123456789abcdef".getBytes(UTF_8), keys.get(0));
  }

  @Test
  void aFaultNamesTheSettingAndNotTheKey() throws IOException {
    for (String content :
        List.of(
            "",
            "c2VjcmV0",
            "not Base64 but secret",
            FIRST + "\nsecret",
            String.join("\n", FIRST, SECOND, FIRST),
            "secret".repeat(1_000))) {
      RuntimeException refused =
          assertThrows(
              IllegalArgumentException.class, () -> InternalKeys.read(file(content)), content);
      assertTrue(refused.getMessage().startsWith("cardflow.internal.key-file: "));
      assertFalse(refused.getMessage().contains("secret"), refused.getMessage());
    }
    RuntimeException missing =
        assertThrows(
            IllegalArgumentException.class, () -> InternalKeys.read(directory.resolve("none")));
    assertTrue(missing.getMessage().contains("cannot be read"), missing.getMessage());
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("keys"), content);
  }

  private static String key(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
