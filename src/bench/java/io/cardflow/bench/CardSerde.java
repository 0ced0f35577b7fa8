package io.cardflow.bench;

import io.cardflow.domain.Assignment;
import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Failure;
import io.cardflow.domain.OrderReference;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.domain.Production;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serializes a card compactly. */
final class CardSerde {

  private static final CardState[] STATES = CardState.values();

  private CardSerde() {}

  static Serde<Card> serde() {
    return Serdes.serdeFrom(
        (topic, card) -> card == null ? null : bytes(card),
        (topic, bytes) -> bytes == null ? null : card(bytes));
  }

  static byte[] bytes(Card card) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(192);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(card.id());
      out.writeInt(card.version());
      out.writeByte(card.state().ordinal());
      time(out, card.since());
      out.writeBoolean(card.overdue());
      OrderReference order = card.order();
      out.writeBoolean(order != null);
      if (order != null) {
        text(out, order.batchId());
        text(out, order.orderId());
        text(out, order.producerCardId());
      }
      Production made = card.production();
      time(out, made.startedAt());
      time(out, made.producedAt());
      out.writeShort(made.readouts().size());
      for (Readout each : made.readouts()) {
        out.writeUTF(each.type());
        out.writeUTF(each.value());
      }
      time(out, made.shippedAt());
      text(out, made.shipmentId());
      text(out, made.carrier());
      out.writeShort(made.trackingNumbers().size());
      for (String each : made.trackingNumbers()) {
        out.writeUTF(each);
      }
      time(out, made.activatedAt());
      text(out, card.failure() == null ? null : card.failure().code());
      text(out, card.failure() == null ? null : card.failure().detail());
      text(out, card.chipSerial());
      out.writeInt(card.assignments());
      Assignment assignment = card.assignment();
      out.writeBoolean(assignment != null);
      if (assignment != null) {
        out.writeInt(assignment.number());
        out.writeUTF(assignment.holderId());
        time(out, assignment.validFrom());
        time(out, assignment.validUntil());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  static Card card(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      String id = in.readUTF();
      int version = in.readInt();
      CardState state = STATES[in.readByte()];
      Instant since = time(in);
      boolean overdue = in.readBoolean();
      OrderReference order =
          in.readBoolean() ? new OrderReference(text(in), text(in), text(in)) : null;
      Instant startedAt = time(in);
      Instant producedAt = time(in);
      List<Readout> readouts = new ArrayList<>();
      for (int left = in.readShort(); left > 0; left--) {
        readouts.add(new Readout(in.readUTF(), in.readUTF()));
      }
      Instant shippedAt = time(in);
      String shipmentId = text(in);
      String carrier = text(in);
      List<String> numbers = new ArrayList<>();
      for (int left = in.readShort(); left > 0; left--) {
        numbers.add(in.readUTF());
      }
      Instant activatedAt = time(in);
      String failure = text(in);
      String detail = text(in);
      String serial = text(in);
      int assignments = in.readInt();
      Assignment assignment =
          in.readBoolean() ? new Assignment(in.readInt(), in.readUTF(), time(in), time(in)) : null;
      return new Card(
          id,
          version,
          state,
          since,
          overdue,
          order,
          new Production(
              startedAt,
              producedAt,
              readouts,
              shippedAt,
              shipmentId,
              carrier,
              numbers,
              activatedAt),
          failure == null ? null : new Failure(failure, detail),
          serial,
          assignments,
          assignment);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      out.writeUTF(text);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }

  private static void time(DataOutputStream out, Instant time) throws IOException {
    out.writeLong(time == null ? Long.MIN_VALUE : time.toEpochMilli());
  }

  private static Instant time(DataInputStream in) throws IOException {
    long millis = in.readLong();
    return millis == Long.MIN_VALUE ? null : Instant.ofEpochMilli(millis);
  }
}
