-- The cards, the decisions about them, and the progress of each partition. Only the inbox writes
-- these tables.

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
  failure_code      text,
  failure_detail    text,
  chip_serial       text,
  assignments       integer NOT NULL CHECK (assignments >= 0),
  holder_id         text,
  valid_from        timestamptz,
  valid_until       timestamptz,
  exclusive_holder  text COLLATE "C",
  overdue           boolean NOT NULL DEFAULT false,
  CHECK ((state IN ('ASSIGNED', 'EXPIRED')) = (holder_id IS NOT NULL)),
  CHECK (exclusive_holder IS NULL OR (state = 'ASSIGNED' AND exclusive_holder = holder_id))
) WITH (fillfactor = 20);

COMMENT ON COLUMN card.assignments IS
  'how many assignments the card has had; the number of the one it has, if holder_id is set';
COMMENT ON COLUMN card.exclusive_holder IS
  'the holder whose one card this is; null where several cards per holder were allowed';
COMMENT ON COLUMN card.overdue IS 'whether its stay in its state was announced as too long';

CREATE UNIQUE INDEX card_exclusive_holder ON card (exclusive_holder)
  WHERE exclusive_holder IS NOT NULL;

-- The data to order a card, written once when the card is requested.
CREATE TABLE card_request (
  card_id        text COLLATE "C" PRIMARY KEY,
  layout_id      text NOT NULL,
  delivery       json NOT NULL,
  card_elements  json NOT NULL,
  cost_centre    text
);

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

-- The outcome of each message, written once. It is used to detect duplicates, to republish after a
-- crash, and as the history of a card. A row with an empty source belongs to a record whose message
-- id is used by another record; its id is derived from the record's position. The key starts with
-- the id: most messages have the same source, so the id alone distinguishes most rows, and the
-- upper pages of the index contain no sources.
CREATE TABLE journal (
  source       text COLLATE "C" NOT NULL,
  id           text COLLATE "C" NOT NULL,
  fingerprint  uuid NOT NULL,
  topic        inbound_topic NOT NULL,
  partition    integer NOT NULL,
  "offset"     bigint NOT NULL,
  decided_at   timestamptz NOT NULL,
  card_id      text COLLATE "C" NOT NULL,
  outcome      text COLLATE "C" NOT NULL
                 CHECK (outcome IN ('APPLIED', 'REJECTED', 'STALE', 'DEAD_LETTERED')),
  version      integer,
  output       text,
  unit         bigint NOT NULL,
  unit_index   integer NOT NULL,
  PRIMARY KEY (id, source)
);

COMMENT ON COLUMN journal.version IS 'the card''s version after it; null if nothing was applied';
COMMENT ON COLUMN journal.output IS
  'JSON: what was published. As text, because checking that on each write costs more than it gives';

COMMENT ON COLUMN journal.unit IS
  'the unit of work that decided the record; with unit_index the order in which records were decided';

CREATE INDEX journal_history ON journal (card_id, version) WHERE version IS NOT NULL;

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
COMMENT ON COLUMN progress.fault IS
  'why the partition alone failed under fault_instance while others went on; null if it did not';
