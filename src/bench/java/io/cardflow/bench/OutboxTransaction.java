package io.cardflow.bench;

import io.cardflow.domain.Card;
import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import io.cardflow.wire.Outgoing;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;

/** The statements of one batch; their number does not depend on the number of messages. */
final class OutboxTransaction {

  private static final String CARDS =
      "SELECT data FROM peer_card WHERE id = ANY(?) ORDER BY id FOR NO KEY UPDATE";

  /** Runs after the cards are locked, so that it sees what an earlier owner has committed. */
  private static final String SEEN =
      """
      SELECT i.source, i.id, i.fingerprint
      FROM (SELECT unnest(?) AS id, unnest(?) AS source) n
      JOIN peer_inbox i ON i.id = n.id AND i.source = n.source
      """;

  private static final String HOLDERS =
      "SELECT holder, id FROM peer_card WHERE holder = ANY(?) AND holder IS NOT NULL";

  private static final String RELEASE = "UPDATE peer_card SET holder = NULL WHERE id = ANY(?)";

  private static final String ROWS =
      """
      FROM (SELECT unnest(?) AS id, unnest(?) AS version, unnest(?) AS state,
        unnest(?) AS holder, unnest(?) AS data) n
      """;

  private static final String UPDATE =
      "UPDATE peer_card c SET version = n.version, state = n.state, holder = n.holder,"
          + " data = n.data "
          + ROWS
          + " WHERE c.id = n.id";

  private static final String INSERT =
      "INSERT INTO peer_card (id, version, state, holder, data)"
          + " SELECT n.id, n.version, n.state, n.holder, n.data "
          + ROWS;

  private static final String INBOX =
      """
      INSERT INTO peer_inbox (id, source, fingerprint, card_id)
      SELECT n.id, n.source, n.fingerprint::uuid, n.card_id
      FROM (SELECT unnest(?) AS id, unnest(?) AS source, unnest(?) AS fingerprint,
        unnest(?) AS card_id) n
      """;

  private static final String OUTBOX =
      """
      INSERT INTO peer_outbox (topic, card_id, headers, value)
      SELECT n.topic, n.card_id, n.headers, n.value
      FROM (SELECT unnest(?) AS topic, unnest(?) AS card_id, unnest(?) AS headers,
        unnest(?) AS value) n
      """;

  private final Connection connection;
  private final OutboxBatch batch;

  OutboxTransaction(Connection connection, OutboxBatch batch) {
    this.connection = connection;
    this.batch = batch;
  }

  /** Locks the batch's cards, and reads what is known of its messages and holders. */
  void load() throws SQLException {
    try (var cards = new ArrayStatement<>(connection, CARDS, batch.ids())) {
      cards.text(id -> id).query(row -> CardSerde.card(row.getBytes(1))).forEach(batch::known);
    }
    try (var seen = new ArrayStatement<>(connection, SEEN, batch.messages())) {
      seen.text(message -> message.id().id()).text(message -> message.id().source());
      for (Object[] each :
          seen.query(
              row ->
                  new Object[] {
                    new MessageId(row.getString(1), row.getString(2)), row.getObject(3, UUID.class)
                  })) {
        batch.known((MessageId) each[0], (UUID) each[1]);
      }
    }
    try (var holders = new ArrayStatement<>(connection, HOLDERS, batch.assigned())) {
      holders
          .text(holder -> holder)
          .query(row -> new String[] {row.getString(1), row.getString(2)})
          .forEach(each -> batch.held(each[0], each[1]));
    }
  }

  /**
   * @param partition a partition that only the caller works on
   */
  void write(int partition) throws SQLException {
    try (var release = new ArrayStatement<>(connection, RELEASE, batch.released())) {
      release.text(Card::id).execute();
    }
    cards(UPDATE, batch.updated());
    cards(INSERT, batch.created());
    new OutboxSideTables(connection, batch).write(partition);
    try (var inbox = new ArrayStatement<>(connection, INBOX, batch.taken())) {
      inbox
          .text(message -> message.id().id())
          .text(message -> message.id().source())
          .text(message -> message.fingerprint().toString())
          .text(Message::cardId)
          .execute();
    }
    try (var outbox = new ArrayStatement<>(connection, OUTBOX, batch.outgoing())) {
      outbox
          .text(each -> each.topic().name())
          .text(Outgoing::key)
          .text(PeerKafka::headers)
          .bytes(Outgoing::value)
          .execute();
    }
  }

  private void cards(String sql, Collection<Card> cards) throws SQLException {
    try (var statement = new ArrayStatement<>(connection, sql, cards)) {
      statement
          .text(Card::id)
          .integer(Card::version)
          .text(card -> card.state().name())
          .text(Card::activeHolder)
          .bytes(CardSerde::bytes)
          .execute();
    }
  }
}
