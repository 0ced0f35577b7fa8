-- The cards, the journal, and the progress of each partition. The inbox writes these tables;
-- retention removes what has become too old, and erasure replaces persons.

CREATE TYPE inbound_topic AS ENUM ('COMMANDS', 'PRODUCER_STATUS');

-- One row per card. The only index that a state change can touch is the one on the holder. Its
-- columns change only with the assignment, so every other update is heap-only (HOT) if the page has
-- room. New cards fill a fifth of a page; the rest is for the later versions of their rows, which
-- follow within weeks. Pages of finished cards rarely have enough free space for new cards, which
-- would require reading those pages first.
CREATE TABLE card (
  id                text COLLATE "C" PRIMARY KEY,
  version           integer NOT NULL CHECK (version > 0),
  state             text COLLATE "C" NOT NULL CHECK (state IN (
                      'REQUESTED', 'PROCESSING', 'ABORTED', 'FAILED', 'ORDERED', 'IN_PRODUCTION',
                      'PRODUCED', 'UNASSIGNED', 'ASSIGNED', 'EXPIRED', 'LOCKED')),
  since             timestamptz NOT NULL,
  batch_id          text,
  order_id          text,
  producer_card_id  text,
  started_at        timestamptz,
  produced_at       timestamptz,
  readouts          json,
  shipped_at        timestamptz,
  shipment_id       text,
  carrier           text,
  tracking_numbers  json,
  activated_at      timestamptz,
  failure_code      text,
  failure_detail    text,
  chip_serial       text,
  assignments       integer NOT NULL CHECK (assignments >= 0),
  holder_id         text,
  valid_from        timestamptz,
  valid_until       timestamptz,
  exclusive_holder  text COLLATE "C",
  overdue           boolean NOT NULL DEFAULT false,
  revision          integer NOT NULL DEFAULT 1 CHECK (revision > 0),
  messages          bytea NOT NULL DEFAULT '',
  more_messages     boolean NOT NULL DEFAULT false,
  last_log          integer,
  last_offset       bigint,
  shrunk            boolean NOT NULL DEFAULT false,
  CHECK ((state IN ('ASSIGNED', 'EXPIRED')) = (holder_id IS NOT NULL)),
  CHECK (exclusive_holder IS NULL OR (state = 'ASSIGNED' AND exclusive_holder = holder_id))
) WITH (fillfactor = 20);

COMMENT ON COLUMN card.assignments IS
  'how many assignments the card has had; the number of the one it has, if holder_id is set';
COMMENT ON COLUMN card.exclusive_holder IS
  'the holder whose one card this is; null where several cards per holder were allowed';
COMMENT ON COLUMN card.overdue IS 'whether its stay in its state was announced as too long';
COMMENT ON COLUMN card.revision IS
  'rises with each write of the row; a writer with another one decides again';
COMMENT ON COLUMN card.messages IS
  'the messages that the card has taken in: for each 8 bytes of a digest of source and id, 8 bytes of a digest of card id, type and data, 4 bytes of the log and 8 bytes of the offset of its journal entry';
COMMENT ON COLUMN card.more_messages IS
  'whether earlier messages of the card are in card_message';
COMMENT ON COLUMN card.shrunk IS
  'whether retention has removed its facts: it takes in no others, and its id stays taken';
COMMENT ON COLUMN card.last_log IS
  'with last_offset the journal entry of the card''s latest message; each entry names the one before';

CREATE UNIQUE INDEX card_exclusive_holder ON card (exclusive_holder)
  WHERE exclusive_holder IS NOT NULL;

-- The data to order a card, written once when the card is requested.
CREATE TABLE card_request (
  card_id        text COLLATE "C" PRIMARY KEY,
  layout_id      text COLLATE "C" NOT NULL,
  delivery       json NOT NULL,
  card_elements  json NOT NULL,
  cost_centre    text,
  requested_at   timestamptz NOT NULL DEFAULT now()
);

-- In the order of the requests, so that rows are added at the end of their layout's range.
CREATE INDEX card_request_layout ON card_request (layout_id, requested_at, card_id);

-- Cards that are waiting to be ordered.
CREATE TABLE order_queue (
  card_id      text COLLATE "C" PRIMARY KEY,
  immediate    boolean NOT NULL,
  since        timestamptz NOT NULL,
  destination  bytea NOT NULL
);

COMMENT ON COLUMN order_queue.immediate IS 'ordered in a batch of its own, not with the next run';
COMMENT ON COLUMN order_queue.destination IS
  'a digest of layout and address, which are longer than an index entry may be: equal ones go together';

CREATE INDEX order_queue_waiting ON order_queue (immediate, destination, since, card_id);

-- Messages that are not in their card's row: the earlier ones of a card that has taken in many, and
-- those about a card that does not exist, until forget_at. The columns are those of card.messages.
CREATE TABLE card_message (
  card_id    text COLLATE "C" NOT NULL,
  digest     bigint NOT NULL,
  log        integer NOT NULL,
  "offset"   bigint NOT NULL,
  content    bigint NOT NULL,
  forget_at  timestamptz,
  PRIMARY KEY (card_id, digest, log, "offset")
);

COMMENT ON COLUMN card_message.forget_at IS
  'when a message about a card that does not exist is forgotten; null if the card exists, or if such messages are kept without end';

CREATE INDEX card_message_forget ON card_message (forget_at) WHERE forget_at IS NOT NULL;

-- Each incarnation of an inbound partition. Offsets are unique within a log only: they occur again
-- when a topic is recreated, or when a partition is decided again from an earlier offset.
CREATE TABLE inbound_log (
  id           integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic        inbound_topic NOT NULL,
  partition    integer NOT NULL,
  incarnation  integer NOT NULL,
  begun_at     timestamptz NOT NULL DEFAULT now(),
  UNIQUE (topic, partition, incarnation)
);

-- The journal: one row for each unit of work, with an entry for each of its records, whatever became
-- of it. The arrays have an element for each record, in the order of the decisions; an array is null
-- if all of its elements are. It is used to publish again after a crash, to confirm duplicates, and
-- as the history of a card. The view journal shows one row for each record.
CREATE TABLE journal_unit (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  unit             bigint NOT NULL,
  decided_at       timestamptz NOT NULL,
  records          integer NOT NULL,
  range_logs       integer[] NOT NULL,
  range_ends       bigint[] NOT NULL,
  offsets          bigint[] NOT NULL,
  card_ids         text[],
  sources          text[],
  message_ids      text[],
  types            text[],
  times            timestamptz[],
  authids          text[],
  correlationids   text[],
  contents         bigint[],
  outcomes         text[] NOT NULL,
  codes            text[],
  reasons          text[],
  versions         integer[],
  previous_logs    integer[],
  previous_offsets bigint[],
  output           bytea
);

-- Compressing what hardly repeats costs more than it saves.
ALTER TABLE journal_unit
  ALTER COLUMN offsets SET STORAGE EXTERNAL,
  ALTER COLUMN message_ids SET STORAGE EXTERNAL,
  ALTER COLUMN contents SET STORAGE EXTERNAL,
  ALTER COLUMN previous_offsets SET STORAGE EXTERNAL,
  ALTER COLUMN output SET STORAGE EXTERNAL;

COMMENT ON COLUMN journal_unit.unit IS
  'the number of the unit of work: those that share a partition number are numbered in order';
COMMENT ON COLUMN journal_unit.range_logs IS
  'with range_ends the keys of the unit''s rows in journal_range';
COMMENT ON COLUMN journal_unit.contents IS 'a digest of card id, type and data';
COMMENT ON COLUMN journal_unit.codes IS 'the code of a rejection or the reason of a dead letter';
COMMENT ON COLUMN journal_unit.reasons IS
  'the reason that a command gave, the detail of a rejection or the cause of a dead letter';
COMMENT ON COLUMN journal_unit.versions IS
  'the card''s version after it; null if nothing was applied';
COMMENT ON COLUMN journal_unit.previous_logs IS
  'with previous_offsets the entry of the card''s previous message';
COMMENT ON COLUMN journal_unit.output IS
  'what was published for the records, compressed; see JournaledOutput';

CREATE INDEX journal_unit_decided_at ON journal_unit USING brin (decided_at);

-- Which records of a log are in which unit, as ranges of the unit's arrays.
CREATE TABLE journal_range (
  log           integer NOT NULL,
  last_offset   bigint NOT NULL,
  first_offset  bigint NOT NULL,
  unit_id       bigint NOT NULL,
  first_index   integer NOT NULL,
  last_index    integer NOT NULL,
  PRIMARY KEY (log, last_offset)
);

COMMENT ON COLUMN journal_range.first_index IS 'the index of the first record, from 1';

CREATE VIEW journal AS
SELECT l.topic, l.partition, l.incarnation, e."offset", r.log, u.unit, e.index AS unit_index,
  u.decided_at, e.card_id, e.source, e.id, e.type, e.time, e.authid, e.correlationid, e.content,
  e.outcome, e.code, e.reason, e.version, e.previous_log, e.previous_offset
FROM journal_range r
JOIN inbound_log l ON l.id = r.log
JOIN journal_unit u ON u.id = r.unit_id
CROSS JOIN LATERAL unnest(u.offsets, u.card_ids, u.sources, u.message_ids, u.types, u.times,
    u.authids, u.correlationids, u.contents, u.outcomes, u.codes, u.reasons, u.versions,
    u.previous_logs, u.previous_offsets) WITH ORDINALITY
  AS e("offset", card_id, source, id, type, time, authid, correlationid, content, outcome, code,
    reason, version, previous_log, previous_offset, index)
WHERE e.index BETWEEN r.first_index AND r.last_index;

COMMENT ON VIEW journal IS 'one row for each record that was received, unless retention has removed it';

-- The entry at a position of the journal, found by the key of its range.
CREATE FUNCTION journal_entry(entry_log integer, entry_offset bigint) RETURNS SETOF journal
LANGUAGE sql STABLE AS $$
  SELECT l.topic, l.partition, l.incarnation, u.offsets[i.index], r.log, u.unit, i.index::bigint,
    u.decided_at, u.card_ids[i.index], u.sources[i.index], u.message_ids[i.index],
    u.types[i.index], u.times[i.index], u.authids[i.index], u.correlationids[i.index],
    u.contents[i.index], u.outcomes[i.index], u.codes[i.index], u.reasons[i.index],
    u.versions[i.index], u.previous_logs[i.index], u.previous_offsets[i.index]
  FROM (
    SELECT * FROM journal_range
    WHERE log = entry_log AND last_offset >= entry_offset
    ORDER BY log, last_offset LIMIT 1
  ) r
  JOIN inbound_log l ON l.id = r.log
  JOIN journal_unit u ON u.id = r.unit_id
  CROSS JOIN LATERAL (
    SELECT r.first_index - 1
      + array_position(u.offsets[r.first_index:r.last_index], entry_offset) AS index
  ) i
  WHERE r.first_offset <= entry_offset AND i.index IS NOT NULL
$$;

-- The history of a card, the latest message first.
CREATE FUNCTION card_history(card text) RETURNS SETOF journal
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE history AS (
    SELECT 1 AS step, e.* FROM card c
    CROSS JOIN LATERAL journal_entry(c.last_log, c.last_offset) e
    WHERE c.id = card
    UNION ALL
    SELECT h.step + 1, e.* FROM history h
    CROSS JOIN LATERAL journal_entry(h.previous_log, h.previous_offset) e
  )
  SELECT topic, partition, incarnation, "offset", log, unit, unit_index, decided_at, card_id,
    source, id, type, time, authid, correlationid, content, outcome, code, reason, version,
    previous_log, previous_offset
  FROM history ORDER BY step
$$;

-- The assignments of cards, for the question who had a card when.
CREATE TABLE card_assignment (
  card_id      text COLLATE "C" NOT NULL,
  number       integer NOT NULL,
  holder_id    text COLLATE "C" NOT NULL,
  valid_from   timestamptz NOT NULL,
  valid_until  timestamptz NOT NULL,
  ended_at     timestamptz,
  ended_by     text,
  PRIMARY KEY (card_id, number)
) WITH (fillfactor = 70);

CREATE INDEX card_assignment_ended ON card_assignment (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX card_assignment_holder ON card_assignment (holder_id, card_id, number);

COMMENT ON COLUMN card_assignment.valid_until IS 'as agreed last';
COMMENT ON COLUMN card_assignment.ended_at IS 'when the card was withdrawn or locked; null until then';
COMMENT ON COLUMN card_assignment.ended_by IS 'the trigger of the change that ended it';

-- When cards reached a final state. Rows are only added, at the end.
CREATE TABLE card_end (
  ended_at  timestamptz NOT NULL,
  card_id   text COLLATE "C" NOT NULL,
  state     text COLLATE "C" NOT NULL CHECK (state IN ('ABORTED', 'FAILED', 'LOCKED')),
  PRIMARY KEY (ended_at, card_id)
);

CREATE INDEX card_end_state ON card_end (state, ended_at, card_id);

-- The bureau's ids of cards, the tracking numbers of shipments, and the orders that an operator
-- accepted for a card instead of that of its batch, for searches. The card table
-- cannot have an index on them, since an update of an indexed column is not heap-only.
CREATE TABLE card_alias (
  alias    text COLLATE "C" NOT NULL,
  kind     text COLLATE "C" NOT NULL CHECK (kind IN ('PRODUCER_CARD', 'TRACKING_NUMBER', 'ORDER')),
  card_id  text COLLATE "C" NOT NULL,
  PRIMARY KEY (alias, kind, card_id)
);

-- The progress of each inbound partition: decided up to next_offset, and known to be published up
-- to published_offset.
CREATE TABLE progress (
  topic             inbound_topic NOT NULL,
  partition         integer NOT NULL CHECK (partition >= 0),
  partitions        integer NOT NULL CHECK (partitions > partition),
  next_offset       bigint NOT NULL,
  published_offset  bigint NOT NULL,
  epoch             bigint NOT NULL,
  owner             uuid,
  unit              bigint NOT NULL DEFAULT 0,
  log               integer NOT NULL,
  topic_id          uuid,
  fault             text,
  fault_instance    text,
  fault_at          timestamptz,
  PRIMARY KEY (topic, partition),
  CHECK (published_offset <= next_offset)
) WITH (fillfactor = 20);

COMMENT ON COLUMN progress.partitions IS
  'how many partitions the topic had: a card''s home depends on it';
COMMENT ON COLUMN progress.epoch IS
  'rises with each takeover of the partition; a writer with an older one is refused';
COMMENT ON COLUMN progress.owner IS
  'a random token of the takeover: a writer with another one is refused, also where a restored database repeats an epoch';
COMMENT ON COLUMN progress.unit IS
  'the number of the unit of work that last decided records of the partition';
COMMENT ON COLUMN progress.log IS
  'the current incarnation of the partition; a trigger sets it when next_offset is lowered';
COMMENT ON COLUMN progress.topic_id IS
  'Kafka''s id of the topic; another one means that the topic was deleted and created again';
COMMENT ON COLUMN progress.fault IS
  'why the partition alone failed under fault_instance while others went on; null if it did not';

-- Offsets that are used again belong to a new log, also when an operator lowers next_offset.
CREATE FUNCTION begin_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO inbound_log (topic, partition, incarnation)
  SELECT NEW.topic, NEW.partition, 1 + coalesce(max(incarnation), 0)
  FROM inbound_log WHERE topic = NEW.topic AND partition = NEW.partition
  RETURNING id INTO NEW.log;
  RETURN NEW;
END
$$;

CREATE TRIGGER progress_created BEFORE INSERT ON progress
FOR EACH ROW EXECUTE FUNCTION begin_log();

CREATE TRIGGER progress_lowered BEFORE UPDATE ON progress FOR EACH ROW
WHEN (NEW.next_offset < OLD.next_offset
  OR (OLD.topic_id IS NOT NULL AND NEW.topic_id IS DISTINCT FROM OLD.topic_id))
EXECUTE FUNCTION begin_log();
