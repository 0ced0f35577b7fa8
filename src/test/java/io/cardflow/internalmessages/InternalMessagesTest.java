package io.cardflow.internalmessages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.history.HistoryReader;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.servers.Servers;
import io.cardflow.servers.ServersResource;
import io.cardflow.wire.TimerEncoder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class InternalMessagesTest {

  @Inject InternalMessages messages;
  @Inject CardflowConfig config;

  @Test
  void aRecordHasTheTimeOfItsMessageAndNotTheClients() {
    Instant time = Instant.parse("2026-01-02T03:04:05.678Z");
    TimerEncoder encoder = new TimerEncoder("/cardflow");

    messages
        .send(List.of(encoder.expiry("OWN-1", 1, time, 0, time)))
        .await()
        .atMost(Duration.ofSeconds(30));

    ConsumerRecord<byte[], byte[]> sent =
        HistoryReader.records(Servers.shared().bootstrapServers(), config.topics().commands())
            .stream()
            .filter(each -> new String(each.key(), StandardCharsets.UTF_8).equals("OWN-1"))
            .findFirst()
            .orElseThrow();
    assertEquals(time.toEpochMilli(), sent.timestamp());
  }
}
