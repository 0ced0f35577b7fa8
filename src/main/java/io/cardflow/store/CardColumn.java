package io.cardflow.store;

import io.cardflow.domain.Card;
import io.cardflow.domain.Ledger;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A column of the table {@code card}: its name, its type, and how a card's value is passed. The
 * statements that write cards are made from it.
 *
 * @param name the column
 * @param array the type of the parameter, an array with an element for each card
 * @param type the type to which an element is cast; empty if it is the column's
 * @param updated the expression that sets it in an update
 * @param pass adds the values of all cards to the parameters
 */
record CardColumn(
    String name,
    String array,
    String type,
    String updated,
    Consumer<Columns<CardColumn.Write>> pass) {

  /**
   * A card to write.
   *
   * @param card null if only the ledger is written
   * @param exclusive whether an assigned card counts as its holder's only permitted one
   */
  record Write(String id, Card card, Ledger ledger, boolean exclusive) {}

  static CardColumn text(String name, Function<Write, String> value) {
    return new CardColumn(name, "text[]", "", "n." + name, to -> to.text(value));
  }

  static CardColumn json(String name, Function<Write, String> value) {
    return new CardColumn(name, "text[]", "::json", "n." + name, to -> to.text(value));
  }

  static CardColumn integer(String name, Function<Write, Integer> value) {
    return new CardColumn(name, "int[]", "", "n." + name, to -> to.integer(value));
  }

  static CardColumn bigint(String name, Function<Write, Long> value) {
    return new CardColumn(name, "bigint[]", "", "n." + name, to -> to.bigint(value));
  }

  static CardColumn bool(String name, Function<Write, Boolean> value) {
    return new CardColumn(name, "boolean[]", "", "n." + name, to -> to.bool(value));
  }

  static CardColumn bytes(String name, Function<Write, byte[]> value) {
    return new CardColumn(name, "bytea[]", "", "n." + name, to -> to.bytes(value));
  }

  static CardColumn time(String name, Function<Write, Instant> value) {
    return new CardColumn(name, "timestamptz[]", "", "n." + name, to -> to.time(value));
  }

  boolean isJson() {
    return type.equals("::json");
  }

  /** The same column with another expression in updates. */
  CardColumn updated(String expression) {
    return new CardColumn(name, array, type, expression, pass);
  }

  /** The statement that inserts cards with these columns. */
  static String insert(List<CardColumn> columns) {
    return "INSERT INTO card (%s) SELECT %s"
        .formatted(
            columns.stream().map(CardColumn::name).collect(Collectors.joining(", ")),
            unnest(columns, false));
  }

  /** The statement that updates these columns of cards; the first is the id. */
  static String update(List<CardColumn> columns) {
    return """
    UPDATE card SET %s FROM (SELECT %s) n
    WHERE card.id = n.id AND card.revision = n.revision - 1
    """
        .formatted(
            columns.stream()
                .skip(1)
                .map(each -> each.name() + " = " + each.updated())
                .collect(Collectors.joining(", ")),
            unnest(columns, true));
  }

  private static String unnest(List<CardColumn> columns, boolean named) {
    return IntStream.range(0, columns.size())
        .mapToObj(
            i -> {
              CardColumn each = columns.get(i);
              String value = "unnest($%d::%s)%s".formatted(i + 1, each.array(), each.type());
              return named ? value + " AS " + each.name() : value;
            })
        .collect(Collectors.joining(", "));
  }

  static Tuple tuple(List<CardColumn> columns, Collection<Write> cards) {
    Columns<Write> to = new Columns<>(cards);
    columns.forEach(each -> each.pass().accept(to));
    return to.tuple();
  }
}
