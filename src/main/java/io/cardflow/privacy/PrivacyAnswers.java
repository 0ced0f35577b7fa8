package io.cardflow.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.domain.ErasureResult;
import io.cardflow.domain.ErasureResult.Outcome;
import io.cardflow.domain.PrivacyCode;
import io.cardflow.internalmessages.InternalMessages;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.wire.Outgoing;
import io.cardflow.wire.PrivacyEncoder;
import io.cardflow.wire.RemainingCopy;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Publishes answers to requests to erase personal data. */
@Singleton
class PrivacyAnswers {

  private final InternalMessages messages;
  private final RemainingCopies copies;
  private final PrivacyEncoder encoder;
  private final String topic;

  PrivacyAnswers(InternalMessages messages, RemainingCopies copies, CardflowConfig config) {
    this.messages = messages;
    this.copies = copies;
    this.encoder = new PrivacyEncoder(config.source());
    this.topic = config.topics().audit();
  }

  /** Publishes an answer; completes when the brokers have acknowledged it. */
  Uni<Void> publish(ErasureResult result) {
    Uni<List<RemainingCopy>> remaining =
        result.outcome() instanceof Outcome.Erased erased
            ? copies.after(erased.kind(), result.at())
            : Uni.createFrom().item(List.of());
    return remaining.map(found -> encoder.answer(result, found)).chain(this::send);
  }

  /** Publishes the refusal of a record. */
  Uni<Void> refuse(
      ConsumerRecord<?, ?> record, String requestId, String messageId, PrivacyCode code) {
    return send(
        encoder.refusal(
            requestId, messageId, code, record.topic(), record.partition(), record.offset()));
  }

  private Uni<Void> send(Outgoing answer) {
    return messages.send(topic, answer.key().getBytes(UTF_8), answer.headers(), answer.value());
  }
}
