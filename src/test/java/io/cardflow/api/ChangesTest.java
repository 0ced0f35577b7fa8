package io.cardflow.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.CardState;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events are added up to figures and ids of limited size. */
class ChangesTest {

  private static final Instant AT = Instant.parse("2026-11-22T10:15:30Z");

  @Test
  void edgesAreCountedAndCardsAreNamedOnce() {
    Changes.Tally tally = new Changes.Tally();
    tally.add(new ChangedCard("A", null, CardState.REQUESTED));
    tally.add(new ChangedCard("A", CardState.REQUESTED, CardState.PROCESSING));
    tally.add(new ChangedCard("B", null, CardState.REQUESTED));
    tally.add(new ChangedCard("C", null, null));

    Changes.View view = tally.take().view(AT);

    assertEquals(
        List.of(
            new Changes.View.Flow(null, "REQUESTED", 2),
            new Changes.View.Flow("REQUESTED", "PROCESSING", 1)),
        view.edges());
    assertEquals(List.of("A", "B", "C"), view.cards());
    assertFalse(view.more());
    assertEquals(AT, view.at());
    assertNull(tally.take(), "it begins again");
  }

  @Test
  void moreCardsThanTheLimitAreReportedWithoutTheirIds() {
    Changes.Tally tally = new Changes.Tally();
    for (int i = 0; i < Changes.MOST_CARDS; i++) {
      tally.add(new ChangedCard("C" + i, null, CardState.REQUESTED));
    }
    tally.add(new ChangedCard("C0", CardState.REQUESTED, CardState.PROCESSING));
    Changes full = tally.take();
    assertFalse(full.more(), "a known card changes again");
    tally.add(full);
    tally.add(new ChangedCard("X", null, CardState.REQUESTED));

    Changes changes = tally.take();

    assertEquals(Changes.MOST_CARDS, changes.cards().size());
    assertTrue(changes.more());
    assertEquals(101, changes.edges().get(new Changes.Edge(null, CardState.REQUESTED)));
  }

  @Test
  void aGapIsReportedAlone() {
    Changes.Tally tally = new Changes.Tally();
    tally.add(Changes.GAP);

    assertEquals(new Changes.View(AT, List.of(), List.of(), true), tally.take().view(AT));
  }

  @Test
  void laterChangesAreAdded() {
    Changes.Tally tally = new Changes.Tally();
    tally.add(new ChangedCard("A", null, CardState.REQUESTED));
    Changes first = tally.take();
    tally.add(new ChangedCard("B", null, CardState.REQUESTED));

    Changes sum = first.plus(tally.take()).plus(Changes.GAP);

    assertEquals(List.of("A", "B"), List.copyOf(sum.cards()));
    assertEquals(2, sum.edges().get(new Changes.Edge(null, CardState.REQUESTED)));
    assertTrue(sum.more());
    assertEquals(1, first.cards().size(), "it is not modified");
  }

  @Test
  void thePublishedEventsAreRead() {
    assertEquals(
        new ChangedCard("T-1", CardState.ORDERED, CardState.IN_PRODUCTION),
        read(
            "io.cardflow.card.state-changed.v1",
            """
            {"cardId":"T-1","version":4,"from":"ORDERED","to":"IN_PRODUCTION","reason":"to x"}"""));
    assertEquals(
        new ChangedCard("T-1", null, CardState.REQUESTED),
        read(
            "io.cardflow.card.state-changed.v1",
            "{\"cardId\":\"T-1\",\"version\":1,\"to\":\"REQUESTED\"}"));
    assertEquals(
        new ChangedCard("T-1", null, null),
        read("io.cardflow.card.overdue.v1", "{\"cardId\":\"T-1\",\"to\":\"ORDERED\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"to\":3}",
        "{\"to\":\"NOWHERE\"}",
        "{\"x\":{\"to\":\"LOCKED\"}}"
      })
  void recordsOfOtherSystemsHaveNoEdge(String value) {
    assertEquals(
        new ChangedCard("T-1", null, null), read("io.cardflow.card.state-changed.v1", value));
  }

  @Test
  void aRecordWithoutAKeyIsNotAboutACard() {
    assertNull(ChangedCard.of(new ConsumerRecord<>("t", 0, 0, null, new byte[0])));
    assertNull(ChangedCard.of(new ConsumerRecord<>("t", 0, 0, new byte[65], null)));
  }

  private static ChangedCard read(String type, String value) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("t", 0, 0, "T-1".getBytes(UTF_8), value.getBytes(UTF_8));
    record.headers().add("ce_type", type.getBytes(UTF_8));
    return ChangedCard.of(record);
  }
}
