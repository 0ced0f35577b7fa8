package io.cardflow.bench;

/** The tables of {@link OutboxRunner}. */
final class OutboxSchema {

  /**
   * Creates the tables that do not exist.
   *
   * <p>A row of the outbox has the number of its transaction. The relay reads up to the oldest
   * transaction that still runs, so a row that is committed late never appears behind its cursor.
   */
  static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS peer_card (
        id       text COLLATE "C" PRIMARY KEY,
        version  integer NOT NULL,
        state    text COLLATE "C" NOT NULL,
        holder   text COLLATE "C",
        data     bytea NOT NULL
      ) WITH (fillfactor = 20);
      CREATE UNIQUE INDEX IF NOT EXISTS peer_card_holder ON peer_card (holder)
        WHERE holder IS NOT NULL;
      CREATE TABLE IF NOT EXISTS peer_inbox (
        id           text COLLATE "C",
        source       text COLLATE "C",
        fingerprint  uuid NOT NULL,
        card_id      text COLLATE "C" NOT NULL,
        decided_at   timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (id, source)
      );
      CREATE TABLE IF NOT EXISTS peer_outbox (
        tx       xid8 DEFAULT pg_current_xact_id(),
        place    bigint GENERATED ALWAYS AS IDENTITY (CACHE 100),
        topic    text NOT NULL,
        card_id  text NOT NULL,
        headers  text NOT NULL,
        value    bytea NOT NULL,
        PRIMARY KEY (tx, place)
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);
      CREATE TABLE IF NOT EXISTS peer_request (
        card_id        text COLLATE "C" PRIMARY KEY,
        layout_id      text NOT NULL,
        delivery       json NOT NULL,
        card_elements  json NOT NULL,
        cost_centre    text
      );
      CREATE TABLE IF NOT EXISTS peer_order_queue (
        card_id      text COLLATE "C" PRIMARY KEY,
        immediate    boolean NOT NULL,
        since        timestamptz NOT NULL,
        destination  bytea NOT NULL
      );
      CREATE INDEX IF NOT EXISTS peer_order_queue_waiting
        ON peer_order_queue (immediate, destination, since, card_id);
      CREATE TABLE IF NOT EXISTS peer_expiry (
        card_id      text COLLATE "C" PRIMARY KEY,
        assignment   integer NOT NULL,
        valid_until  timestamptz NOT NULL,
        version      integer NOT NULL
      ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
      CREATE INDEX IF NOT EXISTS peer_expiry_due ON peer_expiry (valid_until, card_id);
      CREATE TABLE IF NOT EXISTS peer_wait (
        state    text COLLATE "C",
        since    timestamptz,
        card_id  text COLLATE "C",
        PRIMARY KEY (state, since, card_id)
      ) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02);
      CREATE TABLE IF NOT EXISTS peer_count (
        partition  integer,
        state      text COLLATE "C",
        cards      bigint NOT NULL,
        PRIMARY KEY (partition, state)
      ) WITH (fillfactor = 20)
      """;

  private OutboxSchema() {}
}
