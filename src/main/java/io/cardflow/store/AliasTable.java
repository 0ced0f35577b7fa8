package io.cardflow.store;

import io.cardflow.domain.Card;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Objects;

/** The table {@code card_alias}: the bureau's current names of cards, for searches. */
final class AliasTable {

  static final String INSERT =
      """
      INSERT INTO card_alias (alias, kind, card_id)
      SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[])
      ON CONFLICT DO NOTHING
      """;

  static final String DELETE =
      """
      DELETE FROM card_alias a
      USING unnest($1::text[], $2::text[], $3::text[]) AS n(alias, kind, card_id)
      WHERE a.alias = n.alias AND a.kind = n.kind AND a.card_id = n.card_id
      """;

  /** A name of a card. */
  record Alias(String alias, AliasKind kind, String cardId) {}

  private AliasTable() {}

  /**
   * Adds the names that a change gives to a card.
   *
   * @param before null for a new card
   */
  static void added(Card before, Card after, List<Alias> to) {
    String id = producerCardId(after);
    if (id != null && !id.equals(producerCardId(before))) {
      to.add(new Alias(id, AliasKind.PRODUCER_CARD, after.id()));
    }
    numbersOf(after, before, to);
    if (changesOrder(before, after) && orderId(after) != null) {
      to.add(new Alias(orderId(after), AliasKind.ORDER, after.id()));
    }
  }

  /**
   * Adds the names that a change takes from a card. The bureau takes none back: it is another piece
   * of plastic, or another order.
   *
   * @param before null for a new card
   */
  static void removed(Card before, Card after, List<Alias> to) {
    String id = producerCardId(before);
    if (id != null && !id.equals(producerCardId(after))) {
      to.add(new Alias(id, AliasKind.PRODUCER_CARD, after.id()));
    }
    numbersOf(before, after, to);
    if (changesOrder(before, after)) {
      to.add(new Alias(orderId(before), AliasKind.ORDER, after.id()));
    }
  }

  static Tuple tuple(List<Alias> aliases) {
    return new Columns<>(aliases)
        .text(Alias::alias)
        .text(each -> each.kind().name())
        .text(Alias::cardId)
        .tuple();
  }

  /** The tracking numbers of a card that its other version does not have. */
  private static void numbersOf(Card card, Card other, List<Alias> to) {
    List<String> numbers = trackingNumbers(card);
    List<String> others = trackingNumbers(other);
    if (!numbers.equals(others)) {
      for (String number : numbers) {
        if (!others.contains(number)) {
          to.add(new Alias(number, AliasKind.TRACKING_NUMBER, card.id()));
        }
      }
    }
  }

  /** The first order is that of the card's batch, which has an index of its own. */
  private static boolean changesOrder(Card before, Card after) {
    return orderId(before) != null && !Objects.equals(orderId(before), orderId(after));
  }

  private static String orderId(Card card) {
    return card == null || card.order() == null ? null : card.order().orderId();
  }

  private static String producerCardId(Card card) {
    return card == null || card.order() == null ? null : card.order().producerCardId();
  }

  private static List<String> trackingNumbers(Card card) {
    return card == null ? List.of() : card.production().trackingNumbers();
  }
}
