package io.cardflow.internalmessages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Position;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Deadline;
import io.cardflow.ops.InternalKeys;
import io.cardflow.wire.Header;
import io.cardflow.wire.InternalMessage;
import io.cardflow.wire.MessageSignature;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * Publishes internal messages to the same topics as messages from other systems, and answers that
 * are not part of a lane's transaction.
 */
@Singleton
public class InternalMessages {

  private final MutinyEmitter<byte[]> emitter;
  private final CardflowConfig.Topics topics;
  private final MessageSignature signature;

  /** Every sender waits for its messages, so the buffer holds a few batches at most. */
  InternalMessages(
      @Channel("internalmessages") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
          MutinyEmitter<byte[]> emitter,
      CardflowConfig config) {
    this.emitter = emitter;
    this.topics = config.topics();
    this.signature =
        config.internal().signature() == CardflowConfig.Internal.Signature.OFF
            ? null
            : new MessageSignature(InternalKeys.of(config.internal()));
  }

  /**
   * Sends the messages in order.
   *
   * @return the position of each message, when the brokers have acknowledged all of them
   */
  public Uni<List<Position>> send(List<InternalMessage> messages) {
    if (messages.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return Deadline.SEND.of(
        Uni.join().all(messages.stream().map(this::send).toList()).andFailFast());
  }

  /**
   * Sends messages of other sources in order, as they are.
   *
   * @return the position of each message, when the brokers have acknowledged all of them
   */
  public Uni<List<Position>> relay(List<InternalMessage> messages) {
    return Deadline.SEND.of(
        Uni.join()
            .all(messages.stream().map(message -> send(message, message.headers())).toList())
            .andFailFast());
  }

  /**
   * Sends a record to any topic; its time is that of the client.
   *
   * @param key null for none
   * @param value null for none
   * @return completes when the brokers have acknowledged it
   */
  public Uni<Void> send(String topic, byte[] key, List<Header> headers, byte[] value) {
    return sendUnsigned(topic, key, headers, value).replaceWithVoid();
  }

  /**
   * Sends a record to any topic as it is, without a signature; its time is that of the client. Its
   * key determines the partition.
   *
   * @param key null for none
   * @param value null for none
   * @return its position, when the brokers have acknowledged it
   */
  public Uni<SentRecord> sendUnsigned(
      String topic, byte[] key, List<Header> headers, byte[] value) {
    OutgoingMessageMetadata<RecordMetadata> sent = new OutgoingMessageMetadata<>();
    return Deadline.SEND.of(
        emitter
            .sendMessage(message(topic, key, null, headers, value, sent))
            .map(
                done ->
                    new SentRecord(
                        topic, sent.getResult().partition(), sent.getResult().offset())));
  }

  private Uni<Position> send(InternalMessage own) {
    return send(own, headers(own));
  }

  private Uni<Position> send(InternalMessage own, List<Header> headers) {
    OutgoingMessageMetadata<RecordMetadata> sent = new OutgoingMessageMetadata<>();
    // Not the client's time: the topic rejects timestamps of a replica whose clock is too far off.
    return emitter
        .sendMessage(
            message(
                name(own.topic()),
                own.key().getBytes(UTF_8),
                own.time(),
                headers,
                own.value(),
                sent))
        .map(
            done ->
                new Position(
                    new InboundPartition(own.topic(), sent.getResult().partition()),
                    sent.getResult().offset()));
  }

  private static Message<byte[]> message(
      String topic,
      byte[] key,
      Instant time,
      List<Header> headers,
      byte[] value,
      OutgoingMessageMetadata<RecordMetadata> sent) {
    Headers copied = new RecordHeaders();
    for (Header header : headers) {
      copied.add(header.name(), header.value());
    }
    OutgoingKafkaRecordMetadata.OutgoingKafkaRecordMetadataBuilder<byte[]> metadata =
        OutgoingKafkaRecordMetadata.<byte[]>builder()
            .withTopic(topic)
            .withKey(key)
            .withHeaders(copied);
    if (time != null) {
      metadata.withTimestamp(time);
    }
    return Message.of(value, Metadata.of(metadata.build(), sent));
  }

  private List<Header> headers(InternalMessage own) {
    return signature == null
        ? own.headers()
        : signature.sign(name(own.topic()), own.headers(), own.value());
  }

  private String name(InboundTopic topic) {
    return switch (topic) {
      case COMMANDS -> topics.commands();
      case PRODUCER_STATUS -> topics.producerStatus();
    };
  }
}
