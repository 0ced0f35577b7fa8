package io.cardflow.ops;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.WorkerSettings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of the push that do not fit each other are rejected by name, without their secrets. */
class PushCheckTest {

  private static final String SECRET = "whsec_Y2FyZGZsb3ctcHVzaC1zZWNyZXQtMDAwMDAwMDE=";
  private static final String TOKEN = "a-token-of-the-bureau";

  @ParameterizedTest
  @CsvSource({
    "signature, secrets, " + SECRET,
    "bearer, tokens, " + TOKEN,
    "mtls, clients, bureau.example",
  })
  void eachWayWithItsOwnProofIsValid(String auth, String setting, String value) {
    assertDoesNotThrow(() -> check(Map.of("auth", auth, setting, value)));
  }

  @ParameterizedTest
  @CsvSource({
    "signature, secrets, '', ''",
    "bearer, tokens, '', ''",
    "mtls, clients, '', ''",
    "signature, secrets, secrets, c2hvcnQ=",
    "signature, secrets, secrets, not-base64-not-base64-not-base64!",
    "bearer, tokens, tokens, short",
    "bearer, tokens, tokens, 'with a blank in the token'",
    "signature, tokens, tokens, " + TOKEN,
    "bearer, secrets, secrets, " + SECRET,
    "bearer, clients, clients, bureau",
    "mtls, origins, origins, bureau.example",
    "'', auth, '', ''",
    "bearer, thin, thin, true",
    "bearer, max-concurrent, max-concurrent, 0",
    "bearer, max-concurrent, max-concurrent, 65",
    "bearer, allowed-rate, allowed-rate, 0",
    "bearer, keep-for, keep-for, 1s",
    "bearer, keep-for, keep-for, 31d",
  })
  void aWrongCombinationIsRejectedByName(String auth, String named, String setting, String value) {
    Map<String, String> settings = new HashMap<>();
    if (!auth.isEmpty()) {
      settings.put("auth", auth);
    }
    if (!setting.isEmpty()) {
      settings.put(setting, value);
    }
    String proof =
        switch (auth) {
          case "signature" -> "secrets";
          case "bearer" -> "tokens";
          default -> "clients";
        };
    if (!auth.isEmpty() && !named.equals(proof)) {
      settings.put(proof, auth.equals("signature") ? SECRET : TOKEN);
    }

    RuntimeException refused = assertThrows(RuntimeException.class, () -> check(settings));

    assertTrue(
        refused.getMessage().startsWith("cardflow.gocards.push." + named + " "),
        refused.getMessage());
    assertTrue(value.length() < 10 || !refused.getMessage().contains(value), refused.getMessage());
  }

  @Test
  void theSettingsPrintNoSecret() {
    Map<String, String> settings = new HashMap<>();
    settings.put("cardflow.gocards.push.secrets", SECRET);
    settings.put("cardflow.gocards.push.tokens", TOKEN);
    CardflowConfig config = WorkerSettings.config(settings);

    for (Object each : new Object[] {config, config.gocards(), config.gocards().push()}) {
      assertFalse(each.toString().contains("Y2Fy"), each.toString());
      assertFalse(each.toString().contains(TOKEN), each.toString());
    }
  }

  private static void check(Map<String, String> push) {
    Map<String, String> settings = new HashMap<>();
    settings.put("cardflow.gocards.push.enabled", "true");
    push.forEach((name, value) -> settings.put("cardflow.gocards.push." + name, value));
    PushCheck.check(WorkerSettings.config(settings).gocards());
  }
}
