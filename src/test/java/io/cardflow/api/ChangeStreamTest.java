package io.cardflow.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.CardState;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.List;
import org.jboss.resteasy.reactive.server.jaxrs.OutboundSseEventImpl;
import org.junit.jupiter.api.Test;

/** A stream sends only what its client takes, and adds up the rest. */
class ChangeStreamTest {

  private static final OutboundSseEvent COMMENT =
      new OutboundSseEventImpl.BuilderImpl().comment("c").build();
  private static final int QUIET = 3;

  private final ChangeStream stream = new ChangeStream();
  private final AssertSubscriber<OutboundSseEvent> client =
      Multi.createFrom()
          .<OutboundSseEvent>emitter(
              emitter -> stream.begin(emitter, COMMENT), BackPressureStrategy.DROP)
          .subscribe()
          .withSubscriber(AssertSubscriber.create(0));

  @Test
  void aSlowClientGetsTheSumOnceItIsReady() {
    for (int i = 0; i < 1_000; i++) {
      tick("C" + i);
    }
    client.assertHasNotReceivedAnyItem();

    client.request(1);
    tick(null);

    assertEquals(List.of("cards=100 more=true count=1000"), received());
    client.request(1);
    tick("X");
    assertEquals("cards=1 more=false count=1", received().get(1));
  }

  @Test
  void aQuietStreamSendsComments() {
    client.request(10);
    for (int i = 0; i < 2 * QUIET; i++) {
      tick(null);
    }

    assertEquals(List.of("c", "c"), received());
  }

  @Test
  void anEventPostponesTheComment() {
    client.request(10);
    tick(null);
    tick(null);
    tick("A");
    tick(null);
    tick(null);

    assertEquals(List.of("cards=1 more=false count=1"), received());
  }

  @Test
  void aStreamThatNeverBeginsIsLostAfterAWhile() {
    ChangeStream other = new ChangeStream();
    for (int i = 0; i <= QUIET; i++) {
      assertFalse(other.isLost(QUIET));
      other.tick(null, ChangeStreamTest::event, COMMENT, QUIET);
    }

    assertTrue(other.isLost(QUIET));
    assertFalse(stream.isLost(-1), "it has begun");
  }

  @Test
  void aCompletedStreamEnds() {
    stream.complete();

    client.assertCompleted();
  }

  private void tick(String card) {
    Changes.Tally tally = new Changes.Tally();
    if (card != null) {
      tally.add(new ChangedCard(card, null, CardState.REQUESTED));
    }
    stream.tick(tally.take(), ChangeStreamTest::event, COMMENT, QUIET);
  }

  private static OutboundSseEvent event(Changes changes) {
    int count = changes.edges().values().stream().mapToInt(Integer::intValue).sum();
    String data =
        "cards=%d more=%s count=%d".formatted(changes.cards().size(), changes.more(), count);
    return new OutboundSseEventImpl.BuilderImpl().data(data).build();
  }

  private List<String> received() {
    return client.getItems().stream()
        .map(each -> each.getData() == null ? each.getComment() : each.getData().toString())
        .toList();
  }
}
