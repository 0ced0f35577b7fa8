package io.cardflow.api;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.history.HistoryReader;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.servers.Servers;
import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;

/** What is published about acts. */
final class AuditEvents {

  private AuditEvents() {}

  /** Waits for the audit event of an act. */
  static void assertAudited(String action, String subject, String outcome, CardflowConfig config) {
    Awaitility.await(action + " of " + subject + " " + outcome)
        .atMost(ApiCase.WAIT)
        .untilAsserted(
            () ->
                assertTrue(
                    HistoryReader.records(
                            Servers.shared().bootstrapServers(), config.topics().audit())
                        .stream()
                        .map(each -> new String(each.value(), StandardCharsets.UTF_8))
                        .anyMatch(
                            each ->
                                each.contains("\"" + action + "\"")
                                    && each.contains("\"" + subject + "\"")
                                    && each.contains("\"" + outcome + "\""))));
  }
}
