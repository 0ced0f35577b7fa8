package io.cardflow.api;

import io.cardflow.ops.Deadline;
import io.cardflow.ops.DeadlineExceeded;
import io.cardflow.ops.kafka.TopicReader;
import io.cardflow.ops.kafka.TopicReaders;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jboss.logging.Logger;

/**
 * Reads Kafka's topics for requests, on threads of the worker pool. Few read at a time, and each
 * only for seconds, so that they neither occupy the pool nor the memory.
 */
@Singleton
class RecordReads {

  private static final Logger LOG = Logger.getLogger(RecordReads.class);

  /** How long a request reads. */
  private static final Duration TIME = Duration.ofSeconds(5);

  /** How many requests read at a time. */
  static final int CONCURRENT = 4;

  private final TopicReaders readers;
  private final Semaphore free = new Semaphore(CONCURRENT);

  RecordReads(TopicReaders readers) {
    this.readers = readers;
  }

  /** Kafka's id of a topic; for the work of {@link #run} only, since it blocks. */
  UUID topicId(String topic) {
    return readers.topicId(topic);
  }

  /**
   * Runs work with a reader of a topic.
   *
   * @param most the maximum size of a value that is kept, in bytes
   * @return fails with TOO_MANY_REQUESTS, with KAFKA_UNAVAILABLE, or as the work does
   */
  <T> Uni<T> run(String topic, int most, Function<TopicReader, T> work) {
    Uni<T> read =
        Uni.createFrom()
            .item(() -> read(topic, most, work))
            .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    return Deadline.READ
        .of(read)
        .onFailure(failed -> failed instanceof KafkaException || failed instanceof DeadlineExceeded)
        .transform(failed -> unavailable(topic, failed));
  }

  private <T> T read(String topic, int most, Function<TopicReader, T> work) {
    if (!free.tryAcquire()) {
      throw new ApiException(
          ProblemCode.TOO_MANY_REQUESTS,
          CONCURRENT + " other requests read from Kafka; repeat the request in a moment");
    }
    try (TopicReader reader = readers.open(topic, TIME, most)) {
      return work.apply(reader);
    } finally {
      free.release();
    }
  }

  static ApiException unavailable(String topic, Throwable failed) {
    LOG.debugf(failed, "topic not read topic=%s", topic);
    return new ApiException(
        ProblemCode.KAFKA_UNAVAILABLE, isRefused(failed) ? "Kafka denies access to a topic" : null);
  }

  private static boolean isRefused(Throwable failed) {
    return failed instanceof AuthorizationException
        || failed.getCause() instanceof AuthorizationException;
  }
}
