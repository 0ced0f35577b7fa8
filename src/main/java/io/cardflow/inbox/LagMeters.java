package io.cardflow.inbox;

import io.cardflow.ops.Metric;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * The gauges of how many records wait on the inbound topics, and for how long. They are NaN while
 * that is unknown.
 */
final class LagMeters {

  private final MeterRegistry registry;
  private final TopicNames topics;
  private final Supplier<Optional<LagFigures>> figures;
  private final Set<TopicPartition> shown = new HashSet<>();

  LagMeters(MeterRegistry registry, TopicNames topics, Supplier<Optional<LagFigures>> figures) {
    this.registry = registry;
    this.topics = topics;
    this.figures = figures;
  }

  /** Adds the gauges of the topics. */
  void start() {
    for (String topic : topics.inbound()) {
      Gauge.builder(Metric.LAG.id(), () -> lag(topic))
          .description(Metric.LAG.description())
          .tag("topic", topic)
          .register(registry);
    }
  }

  /** Adds the gauges of new partitions. */
  void show(Set<TopicPartition> partitions) {
    for (TopicPartition each : partitions) {
      if (shown.add(each)) {
        Gauge.builder(Metric.OLDEST_UNREAD.id(), () -> age(each))
            .description(Metric.OLDEST_UNREAD.description())
            .baseUnit("seconds")
            .tag("topic", each.topic())
            .tag("partition", Integer.toString(each.partition()))
            .register(registry);
      }
    }
  }

  private double lag(String topic) {
    return figures
        .get()
        .map(
            known ->
                (double)
                    known.offsets().entrySet().stream()
                        .filter(each -> each.getKey().topic().equals(topic))
                        .mapToLong(each -> each.getValue().lag())
                        .sum())
        .orElse(Double.NaN);
  }

  private double age(TopicPartition partition) {
    return figures
        .get()
        .map(
            known ->
                known.unread().containsKey(partition)
                    ? known.unread().get(partition).ageSeconds(registry.config().clock())
                    : 0)
        .orElse(Double.NaN);
  }
}
