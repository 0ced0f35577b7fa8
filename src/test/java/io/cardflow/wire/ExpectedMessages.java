package io.cardflow.wire;

import io.cardflow.domain.CardState;
import io.cardflow.domain.Command;
import io.cardflow.domain.DeliveryAddress;
import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.ProducerStatus;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.domain.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The messages of the golden records, by file name; without fingerprints. */
final class ExpectedMessages {

  static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  static final Instant TIME = Instant.parse("2026-11-22T10:15:30.123Z");

  private static final Map<String, Message> ALL = new LinkedHashMap<>();

  static {
    command(
        "request-card",
        "c-1",
        "request-card",
        new Command.RequestCard(
            "visitor-blue",
            new DeliveryAddress(
                "Åsa Lindqvist",
                "Nordwerk AB",
                "Storgatan 1",
                "Reception, 2nd floor",
                "111 51",
                "Malmö",
                "SE",
                "+46 40 123 45 67"),
            Map.of("line1", "TEMPORARY", "line2", "Nordwerk 🪪"),
            "CC-1200",
            true),
        "operator-7",
        "ticket-99",
        TRACE);
    command(
        "request-card-minimal",
        "c-2",
        "request-card",
        new Command.RequestCard(
            "visitor-blue",
            new DeliveryAddress(
                "Front desk", null, "Hauptstrasse 5", null, "8001", "Zürich", "CH", null),
            Map.of(),
            null,
            null));
    command(
        "abort-order",
        "c-3",
        "abort-order",
        new Command.AbortOrder("ordered twice"),
        "operator-7",
        null,
        null);
    command(
        "initialize-card", "c-4", "initialize-card", new Command.InitializeCard("04A1B2C3D4E5F6"));
    Command assign = new Command.AssignCard("u-1001", Instant.parse("2026-12-06T17:00:00.999Z"));
    command("assign-card", "c-5", "assign-card", assign);
    command("assign-card-structured", "c-5", "assign-card", assign);
    command(
        "assign-card-unknown-extras", "c-6", "assign-card", new Command.AssignCard("u-1001", null));
    command(
        "extend-card",
        "c-7",
        "extend-card",
        new Command.ExtendCard(Instant.parse("2026-12-20T17:00:00Z")));
    command("withdraw-card", "c-8", "withdraw-card", new Command.WithdrawCard("badge found"));
    command("lock-card", "c-9", "lock-card", new Command.LockCard("lost"));
    command("lock-card-no-reason", "c-10", "lock-card", new Command.LockCard(null));
    command(
        "lock-card-structured",
        "c-11",
        "lock-card",
        new Command.LockCard("lost"),
        "operator-7",
        "ticket-100",
        TRACE);
    command(
        "replace-production",
        "c-12",
        "replace-production",
        new Command.ReplaceProduction(
            "CA-78",
            Instant.parse("2026-11-22T08:00:00Z"),
            Instant.parse("2026-11-22T09:30:00.500Z"),
            List.of(new Readout("UID", "04FFEEDDCCBBAA")),
            Instant.parse("2026-11-22T10:00:00Z"),
            "S-6",
            "PostNord",
            "00370730254412345999",
            "the first chip was dead"),
        "operator-7",
        "ticket-99",
        TRACE);
    command(
        "replace-production-minimal",
        "c-13",
        "replace-production",
        new Command.ReplaceProduction(
            "CA-78", null, null, List.of(), null, null, null, null, null));
    command(
        "accept-order",
        "c-14",
        "accept-order",
        new Command.AcceptOrder("OD123-B", "part order, confirmed by phone"),
        "operator-7",
        null,
        null);
    put(
        "expire-card",
        new MessageId("/cardflow", "expiry/T-000042/3/2026-11-22T10:15:30.000Z"),
        "io.cardflow.command.expire-card.v1",
        new Command.ExpireCard(3),
        null,
        null,
        null);
    put(
        "expiry-reminder",
        new MessageId("/cardflow", "reminder/T-000042/3/11/P7D"),
        "io.cardflow.timer.expiry-reminder.v1",
        new Timer.ExpiryReminder(3, Instant.parse("2026-11-29T10:15:30Z"), Duration.ofDays(7)),
        null,
        null,
        null);
    put(
        "dwell-exceeded",
        new MessageId("/cardflow", "dwell/T-000042/ORDERED/2026-11-17T10:15:30.123Z/P5D"),
        "io.cardflow.timer.dwell-exceeded.v1",
        new Timer.DwellExceeded(
            CardState.ORDERED, Instant.parse("2026-11-17T10:15:30.123Z"), Duration.ofDays(5)),
        null,
        null,
        null);
    status(
        "order-accepted",
        "n-1",
        "order-accepted",
        new ProducerStatus.OrderAccepted("B-0193", "OD123", "CA-77"));
    status(
        "order-refused",
        "n-2",
        "order-refused",
        new ProducerStatus.OrderRefused("B-0193", null, "LAYOUT_UNKNOWN", "no such layout"));
    status(
        "production-started",
        "n-3",
        "production-started",
        new ProducerStatus.ProductionStarted(
            "OD123", "CA-77", Instant.parse("2026-11-22T08:00:00Z")));
    status(
        "card-produced",
        "n-4",
        "card-produced",
        new ProducerStatus.CardProduced(
            "OD123",
            "CA-77",
            Instant.parse("2026-11-22T09:30:00.500Z"),
            List.of(new Readout("UID", "04A1B2C3D4E5F6"), new Readout("MIFARE_CSN", "9f02"))));
    status(
        "card-produced-minimal",
        "n-5",
        "card-produced",
        new ProducerStatus.CardProduced("OD123", null, null, List.of()));
    put(
        "card-shipped",
        new MessageId("/gocards", "n-7"),
        "io.cardflow.producer.card-shipped.v1",
        new ProducerStatus.CardShipped(
            "OD123",
            "CA-77",
            Instant.parse("2026-11-22T10:00:00Z"),
            "S-5",
            "PostNord",
            "00370730254412345678",
            null),
        null,
        "ticket-99",
        TRACE);
    status(
        "card-shipped-structured",
        "n-8",
        "card-shipped",
        new ProducerStatus.CardShipped(
            "OD123",
            null,
            null,
            null,
            null,
            "00370730254412345678",
            Instant.parse("2026-11-23T07:00:00Z")));
    status(
        "production-failed",
        "n-9",
        "production-failed",
        new ProducerStatus.ProductionFailed("OD123", null, "CHIP_DEFECT", "chip does not answer"));
  }

  private ExpectedMessages() {}

  /** Returns the message; fails if none is defined for the file. */
  static Message of(String name) {
    Message message = ALL.get(name);
    if (message == null) {
      throw new AssertionError("no expected message for the golden record " + name);
    }
    return message;
  }

  static Message with(UUID fingerprint, Message m) {
    return new Message(
        m.id(),
        m.cardId(),
        m.type(),
        m.time(),
        m.actor(),
        m.correlationId(),
        m.traceparent(),
        fingerprint,
        m.body());
  }

  private static void command(String file, String id, String name, Message.Body body) {
    command(file, id, name, body, null, null, null);
  }

  private static void command(
      String file,
      String id,
      String name,
      Message.Body body,
      String actor,
      String correlationId,
      String traceparent) {
    put(
        file,
        new MessageId("/iam", id),
        "io.cardflow.command." + name + ".v1",
        body,
        actor,
        correlationId,
        traceparent);
  }

  private static void status(String file, String id, String name, Message.Body body) {
    put(
        file,
        new MessageId("/gocards", id),
        "io.cardflow.producer." + name + ".v1",
        body,
        null,
        null,
        null);
  }

  private static void put(
      String file,
      MessageId id,
      String type,
      Message.Body body,
      String actor,
      String correlationId,
      String traceparent) {
    ALL.put(
        file,
        new Message(id, "T-000042", type, TIME, actor, correlationId, traceparent, null, body));
  }
}
