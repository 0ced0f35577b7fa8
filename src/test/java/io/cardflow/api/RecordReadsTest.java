package io.cardflow.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.ops.kafka.ReadersAt;
import io.cardflow.servers.Servers;
import io.cardflow.servers.TcpProxy;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** A request that reads Kafka is answered in time, whatever Kafka does. */
class RecordReadsTest {

  private static final Duration LONGEST = Duration.ofSeconds(10);

  @Test
  void whileNoBrokerIsThereKafkaIsUnavailable() {
    assertUnavailable(new RecordReads(ReadersAt.address("127.0.0.1:9")));
  }

  @Test
  void whileABrokerIsSilentKafkaIsUnavailable() {
    try (TcpProxy proxy = new TcpProxy("127.0.0.1", 9)) {
      proxy.mode(TcpProxy.Mode.FREEZE);
      assertUnavailable(new RecordReads(ReadersAt.address("127.0.0.1:" + proxy.port())));
    }
  }

  @Test
  void anAddressThatDoesNotExistIsUnavailableToo() {
    assertUnavailable(new RecordReads(ReadersAt.address("none.invalid:9092")));
  }

  @Test
  void aDeniedTopicIsReportedAsSuch() {
    RecordReads reads = reads();

    ApiException denied =
        assertThrows(
            ApiException.class,
            () ->
                await(
                    reads.run(
                        "t",
                        1,
                        reader -> {
                          throw new TopicAuthorizationException("t");
                        })));

    assertEquals(ProblemCode.KAFKA_UNAVAILABLE, denied.code());
    assertEquals("Kafka denies access to a topic", denied.getMessage());
  }

  @Test
  void fewRequestsReadAtATime() throws InterruptedException {
    RecordReads reads = reads();
    CountDownLatch reading = new CountDownLatch(RecordReads.CONCURRENT);
    CountDownLatch go = new CountDownLatch(1);
    List<Uni<Boolean>> running = new ArrayList<>();
    for (int i = 0; i < RecordReads.CONCURRENT; i++) {
      Uni<Boolean> each =
          reads.run("t", 1, reader -> waitFor(go, reading)).memoize().indefinitely();
      each.subscribe().with(done -> {}, failed -> {});
      running.add(each);
    }
    assertTrue(reading.await(10, TimeUnit.SECONDS));

    ApiException refused =
        assertThrows(ApiException.class, () -> await(reads.run("t", 1, reader -> true)));
    go.countDown();

    assertEquals(ProblemCode.TOO_MANY_REQUESTS, refused.code());
    running.forEach(each -> assertEquals(true, await(each)));
    assertEquals(true, await(reads.run("t", 1, reader -> true)), "places are free again");
  }

  private static boolean waitFor(CountDownLatch go, CountDownLatch reading) {
    reading.countDown();
    try {
      return go.await(8, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void assertUnavailable(RecordReads reads) {
    long begun = System.nanoTime();

    ApiException failed =
        assertThrows(
            ApiException.class, () -> await(reads.run("t", 1, reader -> reader.offsets())));

    assertEquals(ProblemCode.KAFKA_UNAVAILABLE, failed.code());
    Duration taken = Duration.ofNanos(System.nanoTime() - begun);
    assertTrue(taken.compareTo(LONGEST) < 0, "took " + taken);
  }

  private static RecordReads reads() {
    return new RecordReads(ReadersAt.address(Servers.shared().bootstrapServers()));
  }

  private static <T> T await(Uni<T> work) {
    return work.await().atMost(Duration.ofSeconds(30));
  }
}
