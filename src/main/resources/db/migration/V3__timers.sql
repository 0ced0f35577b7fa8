-- Tables for timers and counts. The inbox writes them together with the cards, so that the card
-- table needs no index on a column that changes. The timers record in them which messages they have
-- sent.

-- One row for each assigned card.
CREATE TABLE card_expiry (
  card_id      text COLLATE "C" PRIMARY KEY,
  assignment   integer NOT NULL,
  valid_until  timestamptz NOT NULL,
  version      integer NOT NULL,
  due_at       timestamptz NOT NULL,
  attempts     integer NOT NULL DEFAULT 0
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);

COMMENT ON COLUMN card_expiry.version IS
  'the card''s version when it was assigned or extended last: its reminders are named after it';
COMMENT ON COLUMN card_expiry.due_at IS
  'when it is looked at next: a reminder, the end, or what was sent and came to nothing';
COMMENT ON COLUMN card_expiry.attempts IS 'how often its expiry was sent';

CREATE INDEX card_expiry_due ON card_expiry (due_at, card_id);

-- One row for each card that is neither assigned nor in a final state. Those that wait for the bureau
-- or an operator are announced if they wait for too long; lists show all of them. Every writer knows
-- the whole key, so the key is the only index. New rows are added at the end of their state's range.
CREATE TABLE card_wait (
  state      text COLLATE "C" NOT NULL,
  announced  boolean NOT NULL DEFAULT false,
  since      timestamptz NOT NULL,
  card_id    text COLLATE "C" NOT NULL,
  resend_at  timestamptz,
  attempts   integer NOT NULL DEFAULT 0,
  PRIMARY KEY (state, announced, since, card_id)
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02);

COMMENT ON COLUMN card_wait.resend_at IS
  'when it is announced again, if that came to nothing; null if it was not sent';

-- The number of cards in a state is the sum over all partitions. Each unit of work updates the rows
-- of one of its own partitions, so that units of work do not wait for each other.
CREATE TABLE card_count (
  partition  integer NOT NULL,
  state      text COLLATE "C" NOT NULL,
  cards      bigint NOT NULL,
  PRIMARY KEY (partition, state)
) WITH (fillfactor = 20);

-- How many cards took each edge of the life cycle, in intervals of ten minutes, for the flow of the
-- last hour and day. Each unit of work updates the rows of one of its own partitions.
CREATE TABLE card_flow (
  partition   integer NOT NULL,
  begun_at    timestamptz NOT NULL,
  from_state  text COLLATE "C" NOT NULL,
  to_state    text COLLATE "C" NOT NULL,
  cards       bigint NOT NULL,
  PRIMARY KEY (begun_at, partition, from_state, to_state)
) WITH (fillfactor = 20);

COMMENT ON COLUMN card_flow.from_state IS 'empty for new cards';

-- The partitions that are halted, as their replicas report them.
CREATE TABLE partition_halt (
  partition  integer PRIMARY KEY,
  reason     text NOT NULL,
  detail     text NOT NULL,
  reporter   text NOT NULL,
  since      timestamptz NOT NULL DEFAULT now(),
  seen_at    timestamptz NOT NULL DEFAULT now()
);

-- What the replicas report every ten seconds, in one row, so that every process can show it.
CREATE TABLE signal (
  one                 boolean PRIMARY KEY DEFAULT true CHECK (one),
  lag_seen_at         timestamptz,
  unread_records      bigint,
  oldest_unread_at    timestamptz,
  next_run_at         timestamptz,
  run_seconds         float8,
  bureau_answered_at  timestamptz,
  bureau_failed_at    timestamptz,
  bureau_fault        text COLLATE "C"
) WITH (fillfactor = 50);

INSERT INTO signal DEFAULT VALUES;

COMMENT ON COLUMN signal.oldest_unread_at IS 'null if there is no unread record';
COMMENT ON COLUMN signal.run_seconds IS 'the interval of the batch runs';
COMMENT ON COLUMN signal.bureau_fault IS 'the code of the last failed call';
