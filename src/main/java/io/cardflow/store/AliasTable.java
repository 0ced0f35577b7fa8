package io.cardflow.store;

import io.cardflow.domain.Card;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** The table {@code card_alias}: the bureau's names of cards, for searches. */
final class AliasTable {

  static final String INSERT =
      """
      INSERT INTO card_alias (alias, kind, card_id)
      SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[])
      ON CONFLICT DO NOTHING
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
    List<String> known = trackingNumbers(before);
    List<String> numbers = trackingNumbers(after);
    if (!numbers.equals(known)) {
      for (String number : numbers) {
        if (!known.contains(number)) {
          to.add(new Alias(number, AliasKind.TRACKING_NUMBER, after.id()));
        }
      }
    }
  }

  static Tuple tuple(List<Alias> aliases) {
    return new Columns<>(aliases)
        .text(Alias::alias)
        .text(each -> each.kind().name())
        .text(Alias::cardId)
        .tuple();
  }

  private static String producerCardId(Card card) {
    return card == null || card.order() == null ? null : card.order().producerCardId();
  }

  private static List<String> trackingNumbers(Card card) {
    return card == null ? List.of() : card.production().trackingNumbers();
  }
}
