package io.cardflow.store;

import io.cardflow.domain.Assignment;
import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Failure;
import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.Ledger;
import io.cardflow.domain.OrderReference;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.domain.Production;
import io.cardflow.json.JsonText;
import io.cardflow.store.CardColumn.Write;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table {@code card}: its statements, and the mapping of cards to rows. */
final class CardTable {

  /** What a card has taken in: these columns change with each of its messages. */
  private static final List<CardColumn> LEDGER =
      List.of(
          CardColumn.integer("revision", write -> write.ledger().revision()),
          CardColumn.bytes("messages", write -> CardMessageTable.bytes(write.ledger().taken())),
          CardColumn.bool("more_messages", write -> write.ledger().hasMore()),
          CardColumn.integer("last_log", write -> of(write.ledger().last(), JournalPosition::log)),
          CardColumn.bigint(
              "last_offset", write -> of(write.ledger().last(), JournalPosition::offset)));

  private static final List<CardColumn> STATE =
      List.of(
          CardColumn.integer("version", write -> write.card().version()),
          CardColumn.text("state", write -> write.card().state().name()),
          CardColumn.time("since", write -> write.card().since()),
          CardColumn.bool("overdue", write -> write.card().overdue()));

  /** The order, the bureau's facts and the chip. */
  private static final List<CardColumn> FACTS =
      List.of(
          CardColumn.text("batch_id", write -> of(write.card().order(), OrderReference::batchId)),
          CardColumn.text("order_id", write -> of(write.card().order(), OrderReference::orderId)),
          CardColumn.text(
              "producer_card_id",
              write -> of(write.card().order(), OrderReference::producerCardId)),
          CardColumn.time("started_at", write -> write.card().production().startedAt()),
          CardColumn.time("produced_at", write -> write.card().production().producedAt()),
          CardColumn.json("readouts", write -> readouts(write.card().production().readouts())),
          CardColumn.time("shipped_at", write -> write.card().production().shippedAt()),
          CardColumn.text("shipment_id", write -> write.card().production().shipmentId()),
          CardColumn.text("carrier", write -> write.card().production().carrier()),
          CardColumn.json(
              "tracking_numbers", write -> numbers(write.card().production().trackingNumbers())),
          CardColumn.time("activated_at", write -> write.card().production().activatedAt()),
          CardColumn.text("failure_code", write -> of(write.card().failure(), Failure::code)),
          CardColumn.text("failure_detail", write -> of(write.card().failure(), Failure::detail)),
          CardColumn.text("chip_serial", write -> write.card().chipSerial()));

  private static final List<CardColumn> ASSIGNMENT =
      List.of(
          CardColumn.integer("assignments", write -> write.card().assignments()),
          CardColumn.text(
              "holder_id", write -> of(write.card().assignment(), Assignment::holderId)),
          CardColumn.time(
              "valid_from", write -> of(write.card().assignment(), Assignment::validFrom)),
          CardColumn.time(
              "valid_until", write -> of(write.card().assignment(), Assignment::validUntil)),
          // An ongoing assignment keeps its exclusiveness, regardless of the current setting.
          CardColumn.text(
                  "exclusive_holder",
                  write -> write.exclusive() ? write.card().activeHolder() : null)
              .updated(
                  "CASE WHEN n.state <> 'ASSIGNED' THEN NULL"
                      + " WHEN card.state = 'ASSIGNED' AND card.assignments = n.assignments"
                      + " THEN card.exclusive_holder ELSE n.exclusive_holder END"));

  private static final List<CardColumn> EVERY = withId(List.of(LEDGER, STATE, FACTS, ASSIGNMENT));

  static final String INSERT = CardColumn.insert(EVERY);

  /** What {@link #card} and {@link #ledger} read, for a {@code SELECT} from the table. */
  static final String COLUMNS = read("card.", "card.%1$s::text AS %1$s");

  /** The columns that a statement writes; PostgreSQL and the driver pay for each of them. */
  enum Part {
    LEDGER(withId(List.of(CardTable.LEDGER))),
    STATE(withId(List.of(CardTable.LEDGER, CardTable.STATE))),
    FACTS(withId(List.of(CardTable.LEDGER, CardTable.STATE, CardTable.FACTS))),
    ASSIGNMENT(withId(List.of(CardTable.LEDGER, CardTable.STATE, CardTable.ASSIGNMENT))),
    ALL(CardTable.EVERY);

    private final List<CardColumn> columns;

    /** Updates these columns. */
    final String update;

    Part(List<CardColumn> columns) {
      this.columns = columns;
      this.update = CardColumn.update(columns);
    }

    Tuple tuple(Collection<Write> cards) {
      return CardColumn.tuple(columns, cards);
    }

    /** The columns that a change writes at least. */
    static Part of(Card before, Card after) {
      boolean facts =
          !Objects.equals(before.order(), after.order())
              || !before.production().equals(after.production())
              || !Objects.equals(before.failure(), after.failure())
              || !Objects.equals(before.chipSerial(), after.chipSerial());
      boolean assignment =
          (before.state() != after.state() && before.state() == CardState.ASSIGNED)
              || before.assignments() != after.assignments()
              || !Objects.equals(before.assignment(), after.assignment());
      if (facts) {
        return assignment ? ALL : FACTS;
      }
      return assignment ? ASSIGNMENT : STATE;
    }
  }

  /**
   * Ordered by id, so that concurrent batches wait instead of deadlocking. Facts that exceed $2
   * bytes in total are left out, and the rows are marked.
   */
  static final String LOAD =
      """
      WITH locked AS MATERIALIZED (
        SELECT %s FROM card WHERE id = ANY($1::text[]) ORDER BY id FOR NO KEY UPDATE
      ), facts AS (
        SELECT coalesce(sum(octet_length(readouts)), 0)
          + coalesce(sum(octet_length(tracking_numbers)), 0) > $2 AS too_large FROM locked
      )
      SELECT %s, too_large FROM locked CROSS JOIN facts
      """
          .formatted(COLUMNS, read("", "CASE WHEN too_large THEN NULL ELSE %1$s END AS %1$s"));

  /** The holders that have an exclusive card. */
  static final String HOLDERS =
      """
      SELECT exclusive_holder, id FROM card
      WHERE exclusive_holder = ANY($1::text[]) AND exclusive_holder IS NOT NULL
      """;

  /** Frees holders first, for a batch that moves a holder from one card to another. */
  static final String RELEASE =
      "UPDATE card SET exclusive_holder = NULL WHERE id = ANY($1::text[])";

  private CardTable() {}

  static Card card(Row row) {
    String holder = row.getString("holder_id");
    int assignments = row.getInteger("assignments");
    String failure = row.getString("failure_code");
    return Card.builder(row.getString("id"))
        .version(row.getInteger("version"))
        .state(CardState.valueOf(row.getString("state")))
        .since(time(row, "since"))
        .overdue(row.getBoolean("overdue"))
        .order(order(row))
        .production(production(row))
        .failure(failure == null ? null : new Failure(failure, row.getString("failure_detail")))
        .chipSerial(row.getString("chip_serial"))
        .assignments(assignments)
        .shrunk(row.getBoolean("shrunk"))
        .assignment(
            holder == null
                ? null
                : new Assignment(
                    assignments, holder, time(row, "valid_from"), time(row, "valid_until")))
        .build();
  }

  /**
   * @param table the prefix of columns
   * @param json the expression for a column with JSON
   */
  private static String read(String table, String json) {
    return Stream.concat(
            EVERY.stream()
                .filter(column -> !column.name().equals("exclusive_holder"))
                .map(
                    column ->
                        column.isJson() ? json.formatted(column.name()) : table + column.name()),
            Stream.of(table + "shrunk"))
        .collect(Collectors.joining(", "));
  }

  private static List<CardColumn> withId(List<List<CardColumn>> groups) {
    List<CardColumn> columns = new ArrayList<>(List.of(CardColumn.text("id", Write::id)));
    groups.forEach(columns::addAll);
    return List.copyOf(columns);
  }

  static Ledger ledger(Row row) {
    Integer log = row.getInteger("last_log");
    return new Ledger(
        row.getInteger("revision"),
        CardMessageTable.taken(row.getBuffer("messages")),
        row.getBoolean("more_messages"),
        log == null ? null : new JournalPosition(log, row.getLong("last_offset")));
  }

  private static OrderReference order(Row row) {
    OrderReference order =
        new OrderReference(
            row.getString("batch_id"),
            row.getString("order_id"),
            row.getString("producer_card_id"));
    return order.batchId() == null && order.orderId() == null ? null : order;
  }

  private static Production production(Row row) {
    return new Production(
        time(row, "started_at"),
        time(row, "produced_at"),
        readouts(row.getString("readouts")),
        time(row, "shipped_at"),
        row.getString("shipment_id"),
        row.getString("carrier"),
        numbers(row.getString("tracking_numbers")),
        time(row, "activated_at"));
  }

  /** Put together by hand: each update of a card with readouts writes them again. */
  private static String readouts(List<Readout> readouts) {
    if (readouts.isEmpty()) {
      return null;
    }
    StringBuilder json = new StringBuilder(128);
    for (Readout readout : readouts) {
      JsonText.appendQuoted(
          json.append(json.isEmpty() ? "[{" : ",{").append("\"type\":"), readout.type());
      JsonText.appendQuoted(json.append(",\"value\":"), readout.value());
      json.append('}');
    }
    return json.append(']').toString();
  }

  static List<Readout> readouts(String json) {
    if (json == null) {
      return List.of();
    }
    return new JsonArray(json)
        .stream()
            .map(JsonObject.class::cast)
            .map(each -> new Readout(each.getString("type"), each.getString("value")))
            .toList();
  }

  private static String numbers(List<String> numbers) {
    if (numbers.isEmpty()) {
      return null;
    }
    StringBuilder json = new StringBuilder(64);
    for (String number : numbers) {
      JsonText.appendQuoted(json.append(json.isEmpty() ? '[' : ','), number);
    }
    return json.append(']').toString();
  }

  static List<String> numbers(String json) {
    return json == null ? List.of() : new JsonArray(json).stream().map(String.class::cast).toList();
  }

  private static Instant time(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  private static <T, V> V of(T whole, Function<T, V> part) {
    return whole == null ? null : part.apply(whole);
  }
}
