package io.cardflow.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The newest rejections and dead letters are listed, and one dead letter is shown. */
@QuarkusTest
class RecordListsTest extends ApiCase {

  private static final byte[] BINARY = {(byte) 0xff, 0, (byte) 0xc0, 7};

  @Test
  void rejectionsAreListedAsTheyWerePublished() throws Exception {
    command("lock-card", "r-1", "NONE-1", "{}");
    JsonNode first = awaitItem("/api/rejections", "/message/id", "r-1");
    command("request-card", "r-2", "REJ-1", REQUEST);
    command("assign-card", "r-3", "REJ-1", "{\"holderId\":\"jane\"}");
    JsonNode second = awaitItem("/api/rejections", "/message/id", "r-3");

    assertEquals("UNKNOWN_CARD", first.get("code").asText());
    assertEquals("NONE-1", first.get("cardId").asText());
    assertEquals("corr-r-1", first.get("correlationId").asText());
    assertEquals("/iam", first.at("/message/source").asText());
    assertEquals("io.cardflow.command.lock-card.v1", first.at("/message/type").asText());
    assertTrue(first.at("/message/time").asText().endsWith("Z"));
    assertFalse(first.has("state"));
    assertEquals("TRANSITION_NOT_ALLOWED", second.get("code").asText());
    assertEquals("PROCESSING", second.get("state").asText());
    assertEquals(2, second.get("version").asInt());
    assertTrue(second.get("time").asText().endsWith("Z"));
    List<String> ids =
        json(get("/api/rejections?limit=100")).get("items").findValuesAsText("correlationId");
    assertTrue(ids.indexOf("corr-r-3") < ids.indexOf("corr-r-1"), "the newest first: " + ids);
  }

  @Test
  void aRecordThatIsNoRejectionHasOnlyItsPosition() throws Exception {
    RecordMetadata sent =
        send(config.topics().rejections(), 2, null, "[1".getBytes(UTF_8), Map.of());

    JsonNode item = item("/api/rejections", sent);

    assertEquals(List.of("partition", "offset", "time"), names(item));
  }

  @Test
  void deadLettersAreListedWithoutTheirValues() throws Exception {
    RecordMetadata sent =
        send(
            config.topics().commands(),
            1,
            "DL-1".getBytes(UTF_8),
            BINARY,
            Map.of("x", "y", "dead-letter-reason", "theirs"));
    JsonNode item = awaitLetter(sent);

    assertEquals("NOT_A_CLOUDEVENT", item.get("reason").asText());
    assertFalse(item.get("cause").asText().isEmpty());
    assertEquals("DL-1", item.get("key").asText());
    assertEquals(4, item.get("keySize").asInt());
    assertEquals(4, item.get("valueSize").asInt());
    List<String> headers = new ArrayList<>();
    item.get("headers").forEach(each -> headers.add(each.asText()));
    assertEquals(List.of("dead-letter-reason", "x"), headers.stream().sorted().toList());
    assertFalse(item.has("value"));
  }

  @Test
  void aKeyThatIsNoCardIdIsNotShown() throws Exception {
    JsonNode item =
        awaitLetter(send(config.topics().commands(), 1, "a name".getBytes(UTF_8), null, Map.of()));

    assertFalse(item.has("key"));
    assertEquals(6, item.get("keySize").asInt());
    assertFalse(item.has("valueSize"));
  }

  @Test
  void aWholeDeadLetterIsShownAndTheAccessIsAudited() throws Exception {
    JsonNode item =
        awaitLetter(send(config.topics().commands(), 1, BINARY, BINARY, Map.of("x", "å")));
    String path = path(item);

    JsonNode letter = json(get(path));

    assertEquals("/wDABw==", letter.get("valueBase64").asText());
    assertEquals("/wDABw==", letter.get("keyBase64").asText());
    assertFalse(letter.has("value"));
    assertEquals(4, letter.get("valueSize").asInt());
    JsonNode header = letter.get("headers").get(0);
    assertEquals("x", header.get("name").asText());
    assertEquals("å", header.get("value").asText());
    assertTrue(letter.get("headers").size() > 5, "Cardflow's are shown too");
    String subject = config.topics().deadLetters() + path.substring("/api/dead-letters".length());
    AuditEvents.assertAudited("read-dead-letter", subject, "DONE", config);
  }

  @Test
  void aTextIsShownAsItIs() throws Exception {
    JsonNode item =
        awaitLetter(
            send(
                config.topics().commands(),
                1,
                "K".getBytes(UTF_8),
                "{å".getBytes(UTF_8),
                Map.of()));

    JsonNode letter = json(get(path(item)));

    assertEquals("{å", letter.get("value").asText());
    assertEquals("K", letter.get("key").asText());
    assertFalse(letter.has("valueBase64"));
  }

  @Test
  void pagesLeadThroughAllRecordsAndOverMarkersAndAbortedOnes() throws Exception {
    String topic = config.topics().rejections();
    List<String> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        producer(Map.of("transactional.id", "pages", "linger.ms", "0"))) {
      producer.initTransactions();
      for (int i = 0; i < 60; i++) {
        producer.beginTransaction();
        RecordMetadata at =
            producer
                .send(new ProducerRecord<>(topic, 5, null, ("page-" + i).getBytes(UTF_8)))
                .get();
        if (i % 3 == 0) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
          sent.add(at.partition() + "/" + at.offset());
        }
      }
    }
    List<String> read = new ArrayList<>();
    String path = "/api/rejections?limit=7";
    int pages = 0;
    while (path != null) {
      HttpResponse<String> response = get(path);
      json(response).get("items").forEach(each -> read.add(position(each)));
      pages++;
      path = next(response);
    }

    List<String> ofPartition = read.stream().filter(each -> each.startsWith("5/")).toList();
    List<String> expected = new ArrayList<>(sent);
    Collections.reverse(expected);
    assertEquals(expected, ofPartition);
    assertEquals(read.size(), read.stream().distinct().count());
    assertTrue(pages >= 6, pages + " pages");
  }

  @Test
  void theTagOfAListChangesOnlyWithIt() throws Exception {
    HttpResponse<String> first = get("/api/dead-letters?limit=1");
    String tag = first.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> second =
        HTTP.send(
            request("/api/dead-letters?limit=1").header("If-None-Match", tag).build(),
            BodyHandlers.ofString());

    assertEquals(304, second.statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "101", "x", "-1", "1.5"})
  void anInvalidLimitIsRejected(String limit) throws Exception {
    assertProblem(ProblemCode.INVALID_PARAMETER, get("/api/rejections?limit=" + limit));
  }

  @Test
  void theCursorOfAnotherListIsRejected() throws Exception {
    for (int i = 0; i < 2; i++) {
      send(config.topics().rejections(), 3, null, null, Map.of());
    }
    String next = json(get("/api/rejections?limit=1")).get("next").asText();

    assertProblem(ProblemCode.INVALID_CURSOR, get("/api/dead-letters?after=" + next));
    assertProblem(ProblemCode.INVALID_CURSOR, get("/api/rejections?after=x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"99/0", "0/999999", "2147483647/9223372036854775807"})
  void anUnknownPositionIsNotFound(String position) throws Exception {
    assertProblem(ProblemCode.UNKNOWN_RECORD, get("/api/dead-letters/" + position));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x/0", "0/x", "-1/0", "0/-1", "2147483648/0", "0/9223372036854775808"})
  void aPositionThatIsNoNumberIsRejected(String position) throws Exception {
    assertProblem(ProblemCode.INVALID_PARAMETER, get("/api/dead-letters/" + position));
  }

  @Test
  void theOffsetOfAMarkerHasNoRecord() throws Exception {
    JsonNode item =
        awaitLetter(send(config.topics().commands(), 1, null, "x".getBytes(UTF_8), Map.of()));

    assertProblem(
        ProblemCode.UNKNOWN_RECORD,
        get("/api/dead-letters/%d/%d".formatted(item.get("partition").asInt(), marker(item))));
  }

  @Test
  void aReaderSeesTheListsOnly() throws Exception {
    assertEquals(200, get(request("/api/rejections", "viewer")).statusCode());
    assertEquals(200, get(request("/api/dead-letters", "viewer")).statusCode());
    assertProblem(ProblemCode.FORBIDDEN, get(request("/api/dead-letters/0/0", "viewer")));
    assertProblem(
        ProblemCode.FORBIDDEN,
        get(
            request("/api/dead-letters/0/0/put-back", "viewer", "operator", "privacy")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))));
  }

  /** The worker writes a dead letter in a transaction, whose marker follows it. */
  private static long marker(JsonNode letter) {
    return letter.get("offset").asLong() + 1;
  }

  private static String path(JsonNode letter) {
    return "/api/dead-letters/" + position(letter);
  }

  private static String position(JsonNode item) {
    return item.get("partition").asInt() + "/" + item.get("offset").asLong();
  }

  private static List<String> names(JsonNode item) {
    List<String> names = new ArrayList<>();
    item.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private String next(HttpResponse<String> response) throws Exception {
    String link = response.headers().firstValue("Link").orElse(null);
    if (link == null) {
      assertNull(json(response).get("next"));
      return null;
    }
    assertTrue(link.endsWith(">; rel=\"next\""), link);
    return link.substring(1, link.indexOf('>'));
  }

  private JsonNode item(String list, RecordMetadata sent) throws Exception {
    String position = sent.partition() + "/" + sent.offset();
    for (JsonNode each : json(get(list + "?limit=100")).get("items")) {
      if (position(each).equals(position)) {
        return each;
      }
    }
    throw new AssertionError("no " + position);
  }

  /** The dead letter of a record. */
  private JsonNode awaitLetter(RecordMetadata sent) {
    return Letters.await(this, sent);
  }

  private JsonNode awaitItem(String list, String pointer, String value) {
    return Awaitility.await(value + " in " + list)
        .atMost(WAIT)
        .until(
            () -> {
              for (JsonNode each : json(get(list + "?limit=100")).get("items")) {
                if (each.at(pointer).asText().equals(value)) {
                  return each;
                }
              }
              return null;
            },
            found -> found != null);
  }
}
