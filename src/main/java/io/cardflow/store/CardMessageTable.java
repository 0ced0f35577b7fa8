package io.cardflow.store;

import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.TakenMessage;
import io.cardflow.domain.TakenMessages;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What cards have taken in: the column {@code card.messages}, and the table {@code card_message}
 * for what is not in a card's row.
 */
final class CardMessageTable {

  /** Digest, content, log and offset. */
  static final int BYTES = 8 + 8 + 4 + 8;

  /** The messages with these digests; and for each card of $3 whether there are any. */
  static final String LOAD =
      """
      SELECT m.card_id, m.digest, m.content, m.log, m."offset"
      FROM unnest($1::text[], $2::bigint[]) AS p(card_id, digest)
      JOIN card_message m ON m.card_id = p.card_id AND m.digest = p.digest
      UNION ALL
      SELECT r.card_id, NULL, NULL, NULL, NULL
      FROM unnest($3::text[]) AS r(card_id)
      WHERE EXISTS (SELECT FROM card_message m WHERE m.card_id = r.card_id)
      """;

  /** $1 is how long a message about a card that does not exist is remembered; null without end. */
  static final String INSERT =
      """
      INSERT INTO card_message (card_id, digest, content, log, "offset", forget_at)
      SELECT n.card_id, n.digest, n.content, n.log, n."offset",
        CASE WHEN n.exists THEN NULL ELSE now() + $1 * interval '1 second' END
      FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::int[], $6::bigint[], $7::boolean[])
        AS n(card_id, digest, content, log, "offset", exists)
      """;

  /** The cards exist now. */
  static final String KEEP =
      """
      UPDATE card_message SET forget_at = NULL
      WHERE card_id = ANY($1::text[]) AND forget_at IS NOT NULL
      """;

  private CardMessageTable() {}

  static Tuple lookup(Collection<CardMessage> messages, Collection<String> requested) {
    return new Columns<>(messages)
        .text(CardMessage::cardId)
        .bigint(CardMessage::digest)
        .then(requested)
        .text(id -> id)
        .tuple();
  }

  static Map<String, TakenMessages> read(Iterable<Row> rows) {
    Map<String, List<TakenMessage>> found = new HashMap<>();
    for (Row row : rows) {
      List<TakenMessage> messages =
          found.computeIfAbsent(row.getString("card_id"), card -> new ArrayList<>());
      if (row.getLong("digest") != null) {
        messages.add(
            new TakenMessage(
                row.getLong("digest"),
                row.getLong("content"),
                new JournalPosition(row.getInteger("log"), row.getLong("offset"))));
      }
    }
    Map<String, TakenMessages> all = new HashMap<>();
    found.forEach((card, messages) -> all.put(card, TakenMessages.of(messages)));
    return all;
  }

  private record Moved(String cardId, TakenMessage message, boolean exists) {}

  /**
   * @param seconds how long messages about cards that do not exist are remembered; null without end
   */
  static Tuple moved(Changes changes, Double seconds) {
    List<Moved> rows = new ArrayList<>();
    changes
        .moved()
        .forEach(
            (card, messages) -> {
              boolean exists = changes.ledgers().containsKey(card);
              for (int i = 0; i < messages.size(); i++) {
                rows.add(new Moved(card, messages.get(i), exists));
              }
            });
    return new Columns<>(rows, seconds)
        .text(Moved::cardId)
        .bigint(row -> row.message().digest())
        .bigint(row -> row.message().content())
        .integer(row -> row.message().position().log())
        .bigint(row -> row.message().position().offset())
        .bool(Moved::exists)
        .tuple();
  }

  static byte[] bytes(TakenMessages taken) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES * taken.size());
    for (int i = 0; i < taken.size(); i++) {
      TakenMessage each = taken.get(i);
      bytes
          .putLong(each.digest())
          .putLong(each.content())
          .putInt(each.position().log())
          .putLong(each.position().offset());
    }
    return bytes.array();
  }

  static TakenMessages taken(Buffer bytes) {
    List<TakenMessage> taken = new ArrayList<>(bytes.length() / BYTES);
    for (int at = 0; at < bytes.length(); at += BYTES) {
      taken.add(
          new TakenMessage(
              bytes.getLong(at),
              bytes.getLong(at + 8),
              new JournalPosition(bytes.getInt(at + 16), bytes.getLong(at + 20))));
    }
    return TakenMessages.of(taken);
  }
}
