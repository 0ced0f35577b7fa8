package io.cardflow.inbox;

import io.cardflow.domain.Message;
import io.cardflow.domain.Position;
import io.cardflow.wire.ParseResult.Malformed;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A decoded record. */
sealed interface Received {

  ConsumerRecord<byte[], InboundValue> record();

  Position position();

  /** The value of a record; null if there is none, or if it is larger than a message may be. */
  static byte[] value(ConsumerRecord<byte[], InboundValue> record) {
    return record.value() == null ? null : record.value().bytes();
  }

  /** A record to be decided here. */
  record Valid(ConsumerRecord<byte[], InboundValue> record, Position position, Message message)
      implements Received {}

  /**
   * A record that its sender may not send.
   *
   * @param why the reason
   */
  record Unauthorized(
      ConsumerRecord<byte[], InboundValue> record,
      Position position,
      Message message,
      SenderCheck.Refusal why)
      implements Received {}

  /** A record to be forwarded to its card's home partition. */
  record Misrouted(
      ConsumerRecord<byte[], InboundValue> record, Position position, Message message, int home)
      implements Received {}

  /** A record that becomes a dead letter. */
  record Invalid(ConsumerRecord<byte[], InboundValue> record, Position position, Malformed why)
      implements Received {}

  /** A record that the decoder failed on: an error in Cardflow, not in the record. */
  record Undecodable(
      ConsumerRecord<byte[], InboundValue> record, Position position, Throwable error)
      implements Received {}
}
