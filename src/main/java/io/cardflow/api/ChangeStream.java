package io.cardflow.api;

import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.function.Function;

/**
 * One open stream. It sends only when its client has taken what was sent before; meanwhile it adds
 * changes up, so that a slow client costs no memory.
 */
final class ChangeStream {

  private MultiEmitter<? super OutboundSseEvent> emitter;
  private Changes pending;
  private int quiet;

  /** Begins to send. */
  synchronized void begin(MultiEmitter<? super OutboundSseEvent> to, OutboundSseEvent comment) {
    emitter = to;
    // The headers of a response are sent with its first bytes.
    to.emit(comment);
  }

  /** Whether it has not begun for this number of ticks: its request was given up. */
  synchronized boolean isLost(int ticks) {
    return emitter == null && quiet > ticks;
  }

  /**
   * Sends what has changed, or a comment if nothing was sent for a while.
   *
   * @param latest null if nothing has changed
   * @param event encodes changes
   * @param comment the comment
   * @param longest after how many calls without anything sent the comment is
   */
  synchronized void tick(
      Changes latest,
      Function<Changes, OutboundSseEvent> event,
      OutboundSseEvent comment,
      int longest) {
    quiet++;
    add(latest);
    if (emitter == null || emitter.requested() == 0) {
      return;
    }
    if (pending != null) {
      OutboundSseEvent changes = event.apply(pending);
      pending = null;
      quiet = 0;
      emitter.emit(changes);
    } else if (quiet >= longest) {
      quiet = 0;
      emitter.emit(comment);
    }
  }

  /**
   * Sends changes with the next tick.
   *
   * @param changes null for none
   */
  synchronized void add(Changes changes) {
    if (changes != null) {
      pending = pending == null ? changes : pending.plus(changes);
    }
  }

  /** Ends the stream, also for the client. */
  void complete() {
    MultiEmitter<? super OutboundSseEvent> begun;
    synchronized (this) {
      begun = emitter;
    }
    if (begun != null) {
      begun.complete();
    }
  }
}
