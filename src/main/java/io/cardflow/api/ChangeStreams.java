package io.cardflow.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.ops.CardflowConfig;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The open event streams. Once a second each gets what has changed meanwhile; the changes are added
 * up and encoded once for all of them.
 */
@Singleton
public class ChangeStreams {

  private static final Logger LOG = Logger.getLogger(ChangeStreams.class);

  /** After how many ticks without an event a stream sends a comment, so that proxies keep it. */
  private static final int QUIET = 15;

  private final ChangeFeed feed;
  private final Replies replies;
  private final Clock clock;
  private final int most;
  private final Set<ChangeStream> open = ConcurrentHashMap.newKeySet();
  private boolean closed;
  private ScheduledFuture<?> ticks;

  ChangeStreams(ChangeFeed feed, Replies replies, Clock clock, CardflowConfig config) {
    this.feed = feed;
    this.replies = replies;
    this.clock = clock;
    this.most = config.console().streams();
  }

  /**
   * Opens a stream.
   *
   * @throws ApiException TOO_MANY_REQUESTS if too many are open, UNAVAILABLE during the shutdown
   */
  public Multi<OutboundSseEvent> open(Sse sse) {
    ChangeStream stream = enter(sse);
    return Multi.createFrom()
        .emitter(
            emitter -> {
              emitter.onTermination(() -> leave(stream));
              stream.begin(emitter, comment(sse));
              feed.watch().subscribe().with(ready -> stream.add(Changes.GAP), off -> {});
            },
            BackPressureStrategy.DROP);
  }

  /** The number of open streams. */
  int count() {
    return open.size();
  }

  private synchronized ChangeStream enter(Sse sse) {
    if (closed) {
      throw new ApiException(ProblemCode.UNAVAILABLE, "the server stops");
    }
    if (open.size() >= most) {
      throw new ApiException(
          ProblemCode.TOO_MANY_REQUESTS, most + " streams are open; no more are served");
    }
    ChangeStream stream = new ChangeStream();
    open.add(stream);
    if (open.size() == 1) {
      feed.begin();
      ticks =
          Infrastructure.getDefaultWorkerPool()
              .scheduleAtFixedRate(() -> tick(sse), 1, 1, TimeUnit.SECONDS);
    }
    return stream;
  }

  private synchronized void leave(ChangeStream stream) {
    if (open.remove(stream) && open.isEmpty()) {
      ticks.cancel(false);
      feed.end();
    }
  }

  /** A failure would end the ticks. */
  private void tick(Sse sse) {
    try {
      Changes latest = feed.take();
      Function<Changes, OutboundSseEvent> event = new Encoded(latest, sse);
      OutboundSseEvent comment = comment(sse);
      open.forEach(stream -> stream.tick(latest, event, comment, QUIET));
      open.stream().filter(stream -> stream.isLost(QUIET)).forEach(this::leave);
    } catch (RuntimeException bug) {
      LOG.errorf(bug, "event streams failed");
    }
  }

  private static OutboundSseEvent comment(Sse sse) {
    return sse.newEventBuilder().comment("cardflow").build();
  }

  /**
   * Ends all streams before HTTP waits for requests in progress; an open one would make it wait for
   * as long as it does at most.
   */
  void close(@Observes ShutdownDelayInitiatedEvent stopping) {
    synchronized (this) {
      closed = true;
    }
    open.forEach(ChangeStream::complete);
  }

  /** Encodes the latest changes, which most streams send, only once. */
  private final class Encoded implements Function<Changes, OutboundSseEvent> {

    private final Changes latest;
    private final Sse sse;
    private OutboundSseEvent encoded;

    Encoded(Changes latest, Sse sse) {
      this.latest = latest;
      this.sse = sse;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // Equal ones are encoded again, which is harmless.
    public OutboundSseEvent apply(Changes changes) {
      if (changes != latest) {
        return encode(changes);
      }
      if (encoded == null) {
        encoded = encode(changes);
      }
      return encoded;
    }

    private OutboundSseEvent encode(Changes changes) {
      return sse.newEventBuilder()
          .name("changes")
          .data(new String(replies.bytes(changes.view(clock.instant())), UTF_8))
          .build();
    }
  }
}
