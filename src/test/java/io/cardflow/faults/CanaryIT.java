package io.cardflow.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Personal data with unique markers travels through a card's whole life, with rejections and dead
 * letters. Erasure and retention leave none of it.
 */
class CanaryIT {

  private static final String HOLDER = "canary.holder@example";
  private static final String RECIPIENT = "Canary Recipient";
  private static final String ADDRESS = "Canary Street 1";
  private static final String PHONE = "+46-canary-phone";
  private static final String TEXT = "canary printed text";
  private static final String COST_CENTRE = "canary-cost-centre";
  private static final String REASON = "canary reason";

  private static final List<String> PERSON = List.of(HOLDER, REASON);
  private static final List<String> DELIVERY =
      List.of(RECIPIENT, ADDRESS, PHONE, TEXT, COST_CENTRE);

  private static final List<String> KINDS = List.of("journal", "cards", "delivery", "assignments");
  private static final Duration WAIT = Duration.ofSeconds(90);
  private static final String CARD = "C-1";

  private FaultRun run;
  private KafkaProducer<String, byte[]> sender;
  private WorkerProcess worker;
  private StoredTexts stored;
  private int messages;

  @BeforeEach
  void live() throws Exception {
    run = new FaultRun(Servers.shared()).with("cardflow.ordering.every", "1s");
    stored = new StoredTexts(run);
    for (String kind : KINDS) {
      run.with("cardflow.retention." + kind, "1d");
    }
    run.bureau(Duration.ZERO, Duration.ZERO);
    worker = run.worker().awaitReady();
    sender =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", run.servers().bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer());
    wholeLife();
    run.awaitAllDone();
    assertEquals(
        "DEAD_LETTERED 2,REJECTED 2",
        run.ask(
            "SELECT string_agg(outcome || ' ' || n, ',' ORDER BY outcome) FROM (SELECT outcome,"
                + " count(*) AS n FROM journal WHERE outcome IN ('REJECTED', 'DEAD_LETTERED')"
                + " GROUP BY outcome) o"));
    assertEquals(new TreeSet<>(all()), markers(stored.rows()), "the markers are found");
    assertEquals(new TreeSet<>(all()), markers(stored.files()), "also in the files");
  }

  @AfterEach
  void close() {
    sender.close();
    run.close();
  }

  @Test
  void erasureLeavesNoMarker() throws Exception {
    erase("erase-holder", "{\"holderId\":\"" + HOLDER + "\",\"reason\":\"r\"}");
    assertEquals(Set.of(), markers(stored.rows(), PERSON));

    erase("erase-delivery", "{\"cardId\":\"" + CARD + "\",\"reason\":\"r\"}");
    assertEquals(Set.of(), markers(stored.rows()));

    assertEquals(Set.of(), markers(stored.files()), "after VACUUM FULL");
    assertEquals(Set.of(), markers(audit()));
    assertEquals(Set.of(), markers(List.of(worker.log(), worker.metrics())));
  }

  @Test
  void retentionLeavesNoMarker() throws Exception {
    for (String age :
        List.of(
            "journal_unit SET decided_at = decided_at",
            "card_end SET ended_at = ended_at",
            "delivery_end SET ended_at = ended_at",
            "card_assignment SET ended_at = ended_at")) {
      run.execute("UPDATE " + age + " - interval '2 days'");
    }

    Awaitility.await("retention has removed everything")
        .atMost(WAIT)
        .until(
            () ->
                run.count("SELECT count(*) FROM journal_unit") == 0
                    && run.count("SELECT count(*) FROM card_request") == 0
                    && run.count("SELECT count(*) FROM card_assignment") == 0
                    && run.count("SELECT count(*) FROM card WHERE NOT shrunk") == 0);
    assertEquals(0, run.count("SELECT count(*) FROM card_alias"));
    assertEquals(Set.of(), markers(stored.rows()));
    assertEquals(Set.of(), markers(stored.files()), "after VACUUM FULL");
    for (String kind : KINDS) {
      assertTrue(worker.metric("cardflow_retention_rows_total", "\"" + kind + "\"") > 0, kind);
    }
    Awaitility.await("the run has ended")
        .atMost(WAIT)
        .until(() -> worker.logged("retention run finished removed=") > 0);
    assertEquals(Set.of(), markers(List.of(worker.log(), worker.metrics())));
  }

  /** A whole life, with two rejections and two dead letters. */
  private void wholeLife() throws Exception {
    String request =
        """
        {"layoutId":"L1","queue":false,"costCentre":"%s","cardElements":{"line1":"%s"},
         "delivery":{"recipient":"%s","addressOne":"%s","postalCode":"1","city":"C",
         "countryCode":"SE","phone":"%s"}}"""
            .formatted(COST_CENTRE, TEXT, RECIPIENT, ADDRESS, PHONE);
    command("request-card", request);
    awaitState("PRODUCED");
    command("request-card", request);
    command("request-card", request.replace("\"SE\"", "\"se\""));
    command("assign-card", "{\"holderId\":\"" + HOLDER + "\"}");
    command("initialize-card", "{}");
    awaitState("UNASSIGNED");
    command("assign-card", "{\"holderId\":\"" + HOLDER + "\",\"validUntil\":\"?\"}");
    command("assign-card", "{\"holderId\":\"" + HOLDER + "\"}");
    awaitState("ASSIGNED");
    command("withdraw-card", "{\"reason\":\"" + REASON + "\"}");
    awaitState("UNASSIGNED");
    command("lock-card", "{\"reason\":\"returned by " + HOLDER + "\"}");
    awaitState("LOCKED");
  }

  private void command(String name, String data) throws ExecutionException, InterruptedException {
    send(run.topics().commands(), "command." + name, CARD, "m-" + messages++ + "-" + HOLDER, data);
  }

  private void send(String topic, String type, String key, String id, String data)
      throws ExecutionException, InterruptedException {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, data.getBytes(UTF_8));
    CloudEvent.headers(record, type, id);
    record.headers().add("ce_authid", HOLDER.getBytes(UTF_8));
    record.headers().add("ce_correlationid", ("ticket " + HOLDER).getBytes(UTF_8));
    sender.send(record).get();
  }

  private void awaitState(String state) {
    Awaitility.await(state)
        .atMost(WAIT)
        .until(() -> state.equals(run.pairs("SELECT id, state FROM card").get(CARD)));
  }

  private void erase(String name, String data) throws ExecutionException, InterruptedException {
    send(run.topics().privacy(), "privacy." + name, name, "p-" + name, data);
    Awaitility.await("answer to " + name)
        .atMost(WAIT)
        .until(
            () ->
                run.pairs("SELECT request_id, status FROM erasure WHERE answered_at IS NOT NULL")
                    .containsKey(name));
    assertEquals("ERASED", run.ask("SELECT status FROM erasure WHERE request_id = '" + name + "'"));
  }

  private static List<String> all() {
    List<String> all = new ArrayList<>(PERSON);
    all.addAll(DELIVERY);
    return all;
  }

  private static Set<String> markers(List<String> texts) {
    return markers(texts, all());
  }

  private static Set<String> markers(List<String> texts, List<String> wanted) {
    Set<String> found = new TreeSet<>();
    for (String text : texts) {
      wanted.stream().filter(text::contains).forEach(found::add);
    }
    return found;
  }

  private List<String> audit() {
    List<String> texts = stored.records(run.topics().audit());
    assertEquals(2, texts.stream().filter(text -> text.contains("\"counts\"")).count());
    return texts;
  }
}
