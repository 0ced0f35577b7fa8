package io.cardflow.inbox;

import io.cardflow.domain.Message;
import io.cardflow.domain.Position;
import io.cardflow.wire.Decoded.Malformed;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record as it was understood. */
sealed interface Received {

  ConsumerRecord<byte[], byte[]> record();

  Position position();

  /** To be decided here. */
  record Understood(ConsumerRecord<byte[], byte[]> record, Position position, Message message)
      implements Received {}

  /** To be sent to the home partition of its card. */
  record Astray(ConsumerRecord<byte[], byte[]> record, Position position, Message message, int home)
      implements Received {}

  /** A dead letter. */
  record Broken(ConsumerRecord<byte[], byte[]> record, Position position, Malformed why)
      implements Received {}
}
