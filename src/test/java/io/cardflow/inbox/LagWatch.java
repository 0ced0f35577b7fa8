package io.cardflow.inbox;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Metric;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The worker's lag monitor in this JVM, with a shorter interval. */
final class LagWatch implements AutoCloseable {

  private static final LagPace QUICK =
      new LagPace(Duration.ofMillis(200), Duration.ofSeconds(3), Duration.ofSeconds(2));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final LagMonitor monitor;

  LagWatch(Road road) {
    this(road.config(), new KafkaClients(road.kafka(), road.config()));
  }

  LagWatch(CardflowConfig config, KafkaClients clients) {
    monitor = new LagMonitor(config, TopicNames.of(config.topics()), clients, registry, QUICK);
    monitor.start(null);
  }

  static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(50));
  }

  /** The value of the gauge, which may be NaN. */
  double lag(String topic) {
    return registry.get(Metric.LAG.id()).tag("topic", topic).gauge().value();
  }

  void awaitLag(String topic, int records) {
    await("a lag of " + records).until(() -> lag(topic), lag -> lag == records);
  }

  /** The age in seconds; -1 if there is no such gauge yet. */
  double age(TopicPartition partition) {
    Gauge gauge =
        registry
            .find(Metric.OLDEST_UNREAD.id())
            .tag("topic", partition.topic())
            .tag("partition", Integer.toString(partition.partition()))
            .gauge();
    return gauge == null ? -1 : gauge.value();
  }

  Map<TopicPartition, Blocked> blocked() {
    return monitor.figures().map(LagFigures::blocked).orElseThrow();
  }

  @Override
  public void close() {
    monitor.stop(null);
  }
}
