package io.cardflow.inbox;

import io.cardflow.domain.CardState;
import io.cardflow.domain.Decision;
import io.cardflow.domain.Event;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Outcome;
import io.cardflow.domain.Trigger;
import io.cardflow.ops.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The meters of the inbox. A card or a holder is never a tag. */
@Singleton
class InboxMeters {

  private record Transition(CardState from, CardState to, Trigger trigger) {}

  private final MeterRegistry registry;
  private final TopicNames topics;
  private final Map<Transition, Counter> transitions = new ConcurrentHashMap<>();
  private final DistributionSummary records;
  private final Timer batch;
  private final Counter internalErrors;

  InboxMeters(MeterRegistry registry, TopicNames topics) {
    this.registry = registry;
    this.topics = topics;
    this.records =
        DistributionSummary.builder(Metric.BATCH_RECORDS.id())
            .description(Metric.BATCH_RECORDS.description())
            .register(registry);
    this.batch =
        Timer.builder(Metric.BATCH_SECONDS.id())
            .description(Metric.BATCH_SECONDS.description())
            .publishPercentileHistogram()
            .register(registry);
    this.internalErrors =
        Counter.builder(Metric.INTERNAL_ERRORS.id())
            .description(Metric.INTERNAL_ERRORS.description())
            .register(registry);
  }

  /**
   * Registers a gauge for each topic and each reason to halt a partition.
   *
   * @param halts the halts of all lanes, one for each partition number
   */
  void watch(Supplier<List<Halt>> halts) {
    for (String topic : topics.inbound()) {
      for (HaltReason reason : HaltReason.values()) {
        Gauge.builder(
                Metric.HALTED_PARTITIONS.id(),
                () -> halts.get().stream().filter(halt -> halt.reason() == reason).count())
            .description(Metric.HALTED_PARTITIONS.description())
            .tag("topic", topic)
            .tag("reason", reason.name())
            .register(registry);
      }
    }
  }

  /** Counts decisions once they are stored. */
  void decided(List<Decision> decisions) {
    for (Decision decision : decisions) {
      if (decision instanceof Decision.Applied applied) {
        applied.events().forEach(this::transition);
        leftOut(applied.factsLeftOut());
      } else if (decision instanceof Decision.Stale stale) {
        leftOut(stale.factsLeftOut());
      } else if (decision instanceof Decision.Rejected rejected) {
        registry.counter(Metric.REJECTIONS.id(), "code", rejected.code().name()).increment();
      }
    }
  }

  /** Counts a record that Cardflow itself failed on. */
  void internalError() {
    internalErrors.increment();
  }

  /** Counts the outcomes of records once their output is published. */
  void published(OutboundBatch outbound, Duration sincePoll) {
    int total = 0;
    for (InboundTopic topic : InboundTopic.values()) {
      for (Outcome outcome : Outcome.values()) {
        int count = outbound.ended(topic, outcome);
        if (count > 0) {
          registry
              .counter(
                  Metric.MESSAGES.id(),
                  "topic",
                  topics.name(topic),
                  "outcome",
                  outcome.name().toLowerCase(Locale.ROOT))
              .increment(count);
          total += count;
        }
      }
    }
    for (String sender : outbound.unauthorized()) {
      registry.counter(Metric.UNAUTHORIZED.id(), "source", sender).increment();
    }
    records.record(total);
    batch.record(sincePoll);
  }

  private Counter counter(Transition transition) {
    return registry.counter(
        Metric.TRANSITIONS.id(),
        "from",
        transition.from() == null ? "" : transition.from().name(),
        "to",
        transition.to().name(),
        "trigger",
        transition.trigger().name());
  }

  private void leftOut(int facts) {
    if (facts > 0) {
      registry.counter(Metric.FACTS_LEFT_OUT.id()).increment(facts);
    }
  }

  private void transition(Event event) {
    if (event instanceof Event.StateChanged changed) {
      transitions
          .computeIfAbsent(
              new Transition(changed.from(), changed.to(), changed.trigger()), this::counter)
          .increment();
    }
  }
}
