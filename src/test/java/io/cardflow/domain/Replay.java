package io.cardflow.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Applies steps to a store, with the messages in batches. */
final class Replay {

  /** One message and its decision. */
  record Decided(Message message, Decision decision, Instant now) {}

  private final StoreModel store;
  private final List<Decided> decided = new ArrayList<>();
  private final List<Message> batch = new ArrayList<>();
  private Instant now = SampleCards.NOW;

  private Replay(Policy policy) {
    this.store = new StoreModel(policy);
  }

  /** Consecutive messages form one batch. */
  static Replay whole(Policy policy, List<Step> steps) {
    return cut(policy, steps, Set.of());
  }

  /**
   * Splits batches at the given steps too.
   *
   * @param cuts the steps before which a batch ends
   */
  static Replay cut(Policy policy, List<Step> steps, Set<Integer> cuts) {
    Replay replay = new Replay(policy);
    for (int place = 0; place < steps.size(); place++) {
      if (cuts.contains(place)) {
        replay.flush();
      }
      replay.play(steps.get(place));
    }
    replay.flush();
    return replay;
  }

  List<Decided> decided() {
    return decided;
  }

  Map<String, Card> cards() {
    return store.cards();
  }

  private void play(Step step) {
    if (step instanceof Step.Receive receive) {
      batch.add(receive.message());
      return;
    }
    flush();
    if (step instanceof Step.Wait wait) {
      now = now.plus(wait.duration());
    } else if (step instanceof Step.Hold hold) {
      store.hold(hold.cardId());
    } else if (step instanceof Step.Release release) {
      store.release(release.cardId());
    }
  }

  private void flush() {
    List<Decision> decisions = store.decide(List.copyOf(batch), now);
    for (int place = 0; place < batch.size(); place++) {
      decided.add(new Decided(batch.get(place), decisions.get(place), now));
    }
    batch.clear();
  }
}
