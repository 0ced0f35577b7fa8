package io.cardflow.ordering.gocards;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ordering.BureauReport.CardReport;
import io.cardflow.ordering.BureauReport.Stage;
import io.cardflow.ordering.PushedReport;
import io.cardflow.ordering.Reply;
import io.cardflow.servers.WorkerSettings;
import io.cardflow.store.CardAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Answers in the bureau's published shapes: whole, damaged in one place, and beyond recognition.
 */
class PublishedShapesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DAMAGED = 5_000;
  private static final int FUZZED = 10_000;
  private static final int MANY = 100_000;

  private static final String CARD = "CA2202040404-5GG3F4C8";
  private static final Readout MIFARE = new Readout("TRANSLATION_MIFARE_HEX_MSB", "04A2B3C4");
  private static final Readout EM = new Readout("EM_HEX_LSB", "0102030405");

  /** Winter and summer time in Stockholm. */
  private static final Instant PRODUCED = Instant.parse("2022-02-04T08:36:45.630982Z");

  private static final Instant DELIVERED = Instant.parse("2022-07-05T09:00:00Z");
  private static final Instant ACTIVATED = Instant.parse("2022-07-06T05:08:09Z");

  private static final CardReport WHOLE =
      new CardReport(
          CARD,
          "T-1",
          Stage.SHIPPED,
          PRODUCED,
          List.of(MIFARE, EM),
          DELIVERED,
          ACTIVATED,
          null,
          null,
          0);

  /** Values that no field of a card can have. */
  private static final List<String> UNUSABLE =
      List.of(
          "7",
          "-1.5e300",
          "true",
          "[]",
          "[\"a\"]",
          "{\"a\":{\"b\":[]}}",
          "\"\\u0000\"",
          "\"a\\nb\"",
          "\"-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\\n\"",
          "\"\\ud83d\"",
          "\"\\u0085\"",
          "\"%s\"".formatted("x".repeat(5_000)));

  /** Values that stand for a missing one. */
  private static final List<String> ABSENT = List.of("null", "\"\"");

  private final CardflowConfig config =
      WorkerSettings.config(
          new HashMap<>(
              Map.of(
                  "cardflow.gocards.url",
                  "http://127.0.0.1:1",
                  "cardflow.gocards.client-id",
                  "c",
                  "cardflow.gocards.client-secret",
                  "s",
                  "cardflow.gocards.organisation-id",
                  "o",
                  "cardflow.gocards.card-id-element",
                  "OUR_ID")));

  private final PublishedAnswers published = new PublishedAnswers();
  private final CardFields fields = new CardFields(ZoneId.of("Europe/Stockholm"), "OUR_ID");
  private final Assumptions assumptions = new Assumptions(config);
  private final PublishedEvents events = new PublishedEvents(config);

  @Test
  void aWholeCardIsRead() throws IOException {
    assertEquals(WHOLE, card(golden("card")));
  }

  @Test
  void aWholeOrderIsRead() throws IOException {
    assertEquals(
        new PublishedAnswers.OrderCards(
            List.of(CARD, "CA2202040405-6HH4G5D9", "CA2202040406-7JJ5H6E0"), 0),
        published.order(stream(golden("order"))));
  }

  @Test
  void aWholeEventIsRead() {
    assertEquals(
        new PushedReport.OfCard(
            new CardReport(
                CARD,
                null,
                Stage.SHIPPED,
                PRODUCED,
                List.of(MIFARE, EM),
                DELIVERED,
                ACTIVATED,
                null,
                null,
                0)),
        events.read(golden("event"), false, null));
  }

  @Test
  void aWholeLayoutIsRead() throws IOException {
    CardLayout layout = CardLayout.of(published.layout(stream(golden("layout"))));

    assertNull(layout.breach(Map.of("title", "x".repeat(20), "colour", "red")));
    assertEquals(
        "title has more than 20 characters; colour has a value that is not allowed",
        layout.breach(Map.of("title", "x".repeat(21), "colour", "green")));
    assertEquals("title is required", layout.breach(Map.of()));
  }

  @Test
  void theAssumedAnswersAreRead() {
    assertEquals(
        new LogIn.Token("token-1", Instant.parse("2022-02-04T10:36:45Z")),
        assumptions.token(golden("login")));
    assertEquals(
        new Reply.Taken(
            "OD123",
            List.of(
                new CardAnswer("T-1", CARD, null, null),
                new CardAnswer("T-2", null, "LAYOUT", "the title is too long"))),
        assumptions.order(golden("order-answer"), Set.of("T-1", "T-2")));
    assertEquals(
        new Reply.Refused(
            List.of(new CardAnswer("T-2", null, "LAYOUT", "two cards")),
            "INVALID_ORDER",
            "two cards"),
        assumptions.refusal(problem(golden("refusal")), Set.of("T-1", "T-2")));
  }

  /** Some fields are damaged, in any combination: all others count. */
  @Test
  void everyUndamagedFieldOfACardCounts() throws IOException {
    List<String> names =
        List.of("produced", "delivered", "activated", "reportData", "mifare", "em");
    for (int seed = 0; seed < DAMAGED; seed++) {
      Random random = new Random(seed);
      Map<String, String> damages = new LinkedHashMap<>();
      for (String name : names) {
        if (random.nextInt(3) == 0) {
          List<String> values = random.nextInt(4) == 0 ? ABSENT : UNUSABLE;
          damages.put(name, values.get(random.nextInt(values.size())));
        }
      }
      // An object is a usable value of the readouts, with none of ours.
      damages.computeIfPresent("reportData", (name, value) -> value.startsWith("{") ? "7" : value);
      String given = "seed " + seed + " " + damages;

      CardReport report = card(damaged(damages, random).getBytes(UTF_8));

      List<Readout> readouts = new ArrayList<>();
      if (!damages.containsKey("reportData")) {
        readouts.addAll(damages.containsKey("mifare") ? List.of() : List.of(MIFARE));
        readouts.addAll(damages.containsKey("em") ? List.of() : List.of(EM));
      }
      assertEquals(damages.containsKey("produced") ? null : PRODUCED, report.producedAt(), given);
      assertEquals(damages.containsKey("delivered") ? null : DELIVERED, report.shippedAt(), given);
      assertEquals(
          damages.containsKey("activated") ? null : ACTIVATED, report.activatedAt(), given);
      assertEquals(Set.copyOf(readouts), Set.copyOf(report.readouts()), given);
      assertEquals(leftOut(damages), report.leftOut(), given);
    }
  }

  private static long leftOut(Map<String, String> damages) {
    return damages.entrySet().stream()
        .filter(each -> !ABSENT.contains(each.getValue()))
        .filter(
            each ->
                !damages.containsKey("reportData")
                    || !List.of("mifare", "em").contains(each.getKey()))
        .count();
  }

  /** The golden card with damages; its fields come in any order, and some are repeated. */
  private static String damaged(Map<String, String> damages, Random random) throws IOException {
    ObjectNode card = (ObjectNode) JSON.readTree(golden("card"));
    ObjectNode readouts = (ObjectNode) card.get("reportData");
    List<String> members = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : readouts.properties()) {
      String name = each.getKey().equals(EM.type()) ? "em" : "mifare";
      members.add(member(each.getKey(), damages.getOrDefault(name, each.getValue().toString())));
    }
    Collections.shuffle(members, random);
    String data = "{" + String.join(",", members) + "}";
    List<String> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : card.properties()) {
      String value = each.getKey().equals("reportData") ? data : each.getValue().toString();
      all.add(member(each.getKey(), damages.getOrDefault(each.getKey(), value)));
    }
    Collections.shuffle(all, random);
    if (random.nextInt(5) == 0) {
      all.add(member("produced", "\"1999\""));
    }
    if (random.nextInt(5) == 0) {
      all.add(member("unknown", "[".repeat(10) + "]".repeat(10)));
    }
    return "{" + String.join(",", all) + "}";
  }

  private static String member(String name, String value) {
    return TextNode.valueOf(name) + ":" + value;
  }

  /** Some cards of an order are damaged: all others count. */
  @Test
  void everyUndamagedCardOfAnOrderCounts() throws IOException {
    for (int seed = 0; seed < DAMAGED / 5; seed++) {
      Random random = new Random(seed);
      List<String> sound = new ArrayList<>();
      List<String> items = new ArrayList<>();
      int cards = random.nextInt(20);
      for (int card = 0; card < cards; card++) {
        if (random.nextInt(3) == 0) {
          items.add(UNUSABLE.get(random.nextInt(UNUSABLE.size())));
        } else {
          sound.add("CA" + card);
          items.add("\"CA" + card + "\"");
        }
      }
      String body = "{\"orderer\":{\"email\":7},\"cardIds\":[" + String.join(",", items) + "]}";

      assertEquals(
          new PublishedAnswers.OrderCards(sound, cards - sound.size()),
          published.order(stream(body.getBytes(UTF_8))),
          "seed " + seed);
    }
  }

  /** Whatever comes is either read or a named fault. */
  @Test
  void noAnswerIsAnUnnamedFault() {
    fuzz(FUZZED);
  }

  @Test
  @Tag("faults")
  void noAnswerOfManyIsAnUnnamedFault() {
    fuzz(MANY);
  }

  private void fuzz(int answers) {
    Map<String, Function<byte[], Object>> readers = new LinkedHashMap<>();
    readers.put("card", this::card);
    readers.put("order", body -> read(() -> published.order(stream(body))));
    readers.put("event", body -> events.read(body, true, "com.bureau.CARD_PRODUCED"));
    readers.put("layout", body -> read(() -> CardLayout.of(published.layout(stream(body)))));
    readers.put("login", assumptions::token);
    readers.put("order-answer", body -> assumptions.order(body, Set.of("T-1", "T-2")));
    readers.put("refusal", body -> assumptions.refusal(problem(body), Set.of("T-1", "T-2")));
    List<String> names = List.copyOf(readers.keySet());
    Map<String, byte[]> golden = new HashMap<>();
    names.forEach(name -> golden.put(name, golden(name)));
    int read = 0;
    int failed = 0;
    for (int seed = 0; seed < answers; seed++) {
      Random random = new Random(seed);
      String name = names.get(random.nextInt(names.size()));
      byte[] other = golden.get(names.get(random.nextInt(names.size())));
      byte[] body = fuzzed(golden.get(name), other, random);
      try {
        readers.get(name).apply(body);
        read++;
      } catch (CallFailed named) {
        assertTrue(named.fault().detail().length() < 200, named.fault().detail());
        failed++;
      } catch (RuntimeException unnamed) {
        throw new AssertionError("seed " + seed + " " + name, unnamed);
      }
    }
    assertTrue(read > answers / 10 && failed > answers / 10, read + " read, " + failed + " failed");
  }

  private static byte[] fuzzed(byte[] golden, byte[] other, Random random) {
    byte[] body = golden.clone();
    for (int times = 1 + random.nextInt(3); times > 0 && body.length > 0; times--) {
      int at = random.nextInt(body.length);
      body =
          switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(body, at);
            case 1 -> {
              body[at] ^= (byte) (1 << random.nextInt(8));
              yield body;
            }
            case 2 -> {
              body[at] = (byte) random.nextInt(256);
              yield body;
            }
            case 3 -> joined(Arrays.copyOf(body, at), tail(other, random.nextInt(other.length)));
            case 4 -> joined(body, body);
            case 5 -> inserted(body, at, "[".repeat(random.nextInt(2_000)));
            case 6 -> inserted(body, at, "9".repeat(random.nextInt(2_000)));
            default ->
                inserted(
                    body,
                    at,
                    List.of("\u0000", "\uFEFF", "\\ud83d", "\"", "null", "}")
                        .get(random.nextInt(6)));
          };
    }
    return random.nextInt(50) == 0 ? new String(body, UTF_8).getBytes(UTF_16) : body;
  }

  private static byte[] inserted(byte[] body, int at, String text) {
    return joined(joined(Arrays.copyOf(body, at), text.getBytes(UTF_8)), tail(body, at));
  }

  private static byte[] tail(byte[] body, int from) {
    return Arrays.copyOfRange(body, from, body.length);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private CardReport card(byte[] body) {
    return read(() -> fields.report(published.card(stream(body), CARD, fields.names())));
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  /** A stream that fails is a fault of the connection; these streams do not. */
  private static <T> T read(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static HttpAnswer<byte[]> problem(byte[] body) {
    return new HttpAnswer<>(422, HttpAnswer.PROBLEM_TYPE, null, body);
  }

  private static ByteArrayInputStream stream(byte[] body) {
    return new ByteArrayInputStream(body);
  }

  private static byte[] golden(String name) {
    return read(
        () -> Files.readAllBytes(Path.of("src/test/resources/golden/gocards/" + name + ".json")));
  }
}
