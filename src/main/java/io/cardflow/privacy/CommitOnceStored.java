package io.cardflow.privacy;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Commits the offset of each record once it is processed. A commit that fails costs a repeat: the
 * next one includes it, or the record is consumed again. With the connector's own strategies, a
 * broker that refuses one request ends the channel until the worker is restarted.
 */
final class CommitOnceStored implements KafkaCommitHandler {

  /** The name of the strategy, in the settings of the channel. */
  static final String NAME = "once-stored";

  private static final Logger LOG = Logger.getLogger(CommitOnceStored.class);

  private final KafkaConsumer<?, ?> consumer;

  private CommitOnceStored(KafkaConsumer<?, ?> consumer) {
    this.consumer = consumer;
  }

  @Override
  public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record) {
    TopicPartition partition = new TopicPartition(record.getTopic(), record.getPartition());
    return consumer
        .commit(Map.of(partition, new OffsetAndMetadata(record.getOffset() + 1)))
        .onFailure()
        .invoke(
            failed ->
                LOG.warnf(
                    "erasure request not committed partition=%d offset=%d cause=%s",
                    record.getPartition(), record.getOffset(), failed))
        .onFailure()
        .recoverWithNull();
  }

  /** Creates the handler of the channel. */
  @ApplicationScoped
  @Identifier(NAME)
  static class Factory implements KafkaCommitHandler.Factory {

    @Override
    public KafkaCommitHandler create(
        KafkaConnectorIncomingConfiguration config,
        Vertx vertx,
        KafkaConsumer<?, ?> consumer,
        BiConsumer<Throwable, Boolean> reportFailure) {
      return new CommitOnceStored(consumer);
    }
  }
}
