package io.cardflow.wire;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Decision;
import io.cardflow.domain.Event;
import io.cardflow.domain.Fold;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.KnownMessages;
import io.cardflow.domain.Message;
import io.cardflow.domain.OrderReference;
import io.cardflow.domain.Policy;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.domain.Production;
import io.cardflow.domain.Reminders;
import io.cardflow.domain.TestFold;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The largest answers are at least as large as the answers to messages with the longest fields. */
class LargestAnswersTest {

  private static final String CARD = "c".repeat(64);
  private static final String ATTRIBUTE = "😀".repeat(256);
  private static final String NAME = "\u0001".repeat(128);
  private static final Instant TIME = Instant.parse("2026-11-22T10:00:00.123Z");
  private static final Policy POLICY =
      new Policy(true, Duration.ofDays(1), true, new Reminders(List.of()));
  private static final Encoder ENCODER = new Encoder(ATTRIBUTE);

  private int messages;

  @Test
  void noShipmentIsLargerThanTheLargestEvent() {
    TestFold fold = fold(card(CardState.IN_PRODUCTION, Production.NONE));
    List<Outgoing> answers = new ArrayList<>();
    Card last = null;
    for (int number = 0; number < Production.MOST; number++) {
      Message shipped = shipped("\u0001".repeat(76) + (100 + number));
      Decision decision = fold.apply(shipped);
      if (decision instanceof Decision.Stale stale) {
        last = stale.card();
      } else {
        answers.addAll(answers(decision, shipped));
      }
    }
    // The card now has the maximum number of tracking numbers; the next shipment publishes all of
    // them.
    Message shipped = shipped("one more");
    answers.addAll(
        answers(fold(card(CardState.IN_PRODUCTION, last.production())).apply(shipped), shipped));

    assertTrue(size(answers.get(answers.size() - 1)) > size(LargestAnswers.event()) / 2);
    answers.forEach(each -> assertWithin(each, LargestAnswers.event()));
  }

  @Test
  void noAddedFactsAreLargerThanTheLargestEvent() {
    int readouts = MessageLimits.READOUTS;
    int length = Production.MAX_READOUT_CHARACTERS / readouts;
    int left = Production.MAX_CHARACTERS - length * readouts - 2 * NAME.length();
    Production facts =
        new Production(
            TIME,
            TIME,
            Collections.nCopies(readouts, new Readout("t", "\u0001".repeat(length - 1))),
            TIME,
            NAME,
            NAME,
            Collections.nCopies(left / 12, "\u0001".repeat(12)),
            null);
    Message cause = shipped("1");
    Event event =
        new Event.FactsAdded(
            CARD,
            1_000_000_000,
            TIME,
            new OrderReference(NAME, NAME, NAME),
            facts,
            true,
            Event.Cause.of(cause),
            "\u0001".repeat(500),
            cause.actor());

    assertWithin(ENCODER.event(event, cause), LargestAnswers.event());
  }

  @Test
  void noRejectionIsLargerThanTheLargest() {
    for (String type : List.of(ATTRIBUTE, "io.cardflow.producer.card-shipped.v1")) {
      Message refused = message(type, Golden.MAPPER.createObjectNode().put("orderId", NAME));
      Decision decision = fold(card(CardState.ABORTED, Production.NONE)).apply(refused);

      assertWithin(answers(decision, refused).get(0), LargestAnswers.rejection());
      assertWithin(
          ENCODER.reuse(
              refused,
              assertInstanceOf(Decision.Rejected.class, decision),
              Instant.EPOCH,
              "t".repeat(249),
              Integer.MAX_VALUE,
              Long.MAX_VALUE),
          LargestAnswers.rejection());
    }
  }

  @Test
  void noGoldenAnswerIsLarger() {
    ExpectedOutgoing.all()
        .forEach(
            (name, golden) ->
                assertWithin(
                    golden.outgoing(),
                    golden.outgoing().topic() == OutboundTopic.EVENTS
                        ? LargestAnswers.event()
                        : LargestAnswers.rejection()));
  }

  private static List<Outgoing> answers(Decision decision, Message cause) {
    if (decision instanceof Decision.Rejected rejected) {
      return List.of(ENCODER.rejection(cause, rejected, Instant.EPOCH));
    }
    List<Event> events = assertInstanceOf(Decision.Applied.class, decision).events();
    return events.stream().map(event -> ENCODER.event(event, cause)).toList();
  }

  private static void assertWithin(Outgoing answer, Outgoing largest) {
    assertTrue(size(answer) <= size(largest), size(answer) + " of " + size(largest));
    assertTrue(answer.value().length <= largest.value().length);
    assertTrue(answer.headers().size() <= largest.headers().size());
  }

  private static long size(Outgoing outgoing) {
    return outgoing.value().length + RecordLimits.bytes(outgoing.headers());
  }

  private Message shipped(String number) {
    ObjectNode data = Golden.MAPPER.createObjectNode();
    data.put("orderId", NAME).put("producerCardId", NAME).put("shipmentId", NAME);
    data.put("carrier", NAME).put("trackingNumber", number);
    data.put("shippedAt", "2026-11-22T10:00:00Z");
    return message("io.cardflow.producer.card-shipped.v1", data);
  }

  private Message message(String type, JsonNode data) {
    String id = "😀".repeat(250) + (100_000 + messages++);
    ParseResult decoded =
        new MessageParser()
            .decode(
                InboundTopic.PRODUCER_STATUS,
                CARD.getBytes(StandardCharsets.UTF_8),
                List.of(
                    header("ce_specversion", "1.0"),
                    header("ce_id", id),
                    header("ce_source", ATTRIBUTE),
                    header("ce_type", type),
                    header("ce_subject", CARD),
                    header("ce_authid", ATTRIBUTE),
                    header("ce_correlationid", ATTRIBUTE),
                    header(
                        "ce_traceparent",
                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                    header("content-type", "application/json")),
                Golden.bytes(data),
                0);
    return assertInstanceOf(ParseResult.Parsed.class, decoded, decoded::toString).message();
  }

  private static Header header(String name, String value) {
    return new Header(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static TestFold fold(Card card) {
    return new TestFold(
        POLICY,
        ExpectedOutgoing.NOW,
        new Fold.Known(Map.of(CARD, card), Map.of(), Map.of(), KnownMessages.NONE));
  }

  private static Card card(CardState state, Production facts) {
    return new Card(
        CARD,
        1_000_000_000,
        state,
        Instant.EPOCH,
        false,
        new OrderReference(NAME, NAME, NAME),
        facts,
        null,
        null,
        0,
        null);
  }
}
