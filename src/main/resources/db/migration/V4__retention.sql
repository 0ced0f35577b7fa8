-- What retention and erasure work on.

-- Cards whose delivery data is no longer needed to produce them, in the order in which they were
-- produced, failed or were aborted. Retention deletes the rows together with the data.
CREATE TABLE delivery_end (
  ended_at  timestamptz NOT NULL,
  card_id   text COLLATE "C" NOT NULL,
  PRIMARY KEY (ended_at, card_id)
);

-- How far retention has shrunk the cards of card_end.
CREATE TABLE card_retention (
  ended_at  timestamptz NOT NULL,
  card_id   text COLLATE "C" NOT NULL
);

COMMENT ON TABLE card_retention IS 'one row: the last card of card_end that was shrunk';

INSERT INTO card_retention (ended_at, card_id) VALUES ('-infinity', '');

-- Requests to erase personal data. The subject is the holder or the card; it is removed when the
-- request has been carried out or refused. Rows are kept, as evidence and to recognize repeats.
CREATE TABLE erasure (
  request_id   text COLLATE "C" PRIMARY KEY,
  kind         text COLLATE "C" NOT NULL CHECK (kind IN ('HOLDER', 'DELIVERY')),
  status       text COLLATE "C" NOT NULL DEFAULT 'RECEIVED' CHECK (status IN (
                 'RECEIVED', 'RUNNING', 'ERASED', 'REFUSED')),
  subject      text,
  reason       text,
  pseudonym    text,
  message_id   text NOT NULL,
  received_at  timestamptz NOT NULL DEFAULT now(),
  tried_at     timestamptz,
  received_in  xid8 NOT NULL DEFAULT pg_current_xact_id(),
  next_unit    bigint,
  last_unit    bigint,
  assignments  bigint NOT NULL DEFAULT 0,
  entries      bigint NOT NULL DEFAULT 0,
  requests     bigint NOT NULL DEFAULT 0,
  batches      bigint NOT NULL DEFAULT 0,
  data_from    timestamptz,
  data_until   timestamptz,
  code         text,
  finished_at  timestamptz,
  answered_at  timestamptz,
  CHECK ((status IN ('RECEIVED', 'RUNNING')) = (finished_at IS NULL)),
  CHECK ((status IN ('RECEIVED', 'RUNNING')) = (subject IS NOT NULL)),
  CHECK (answered_at IS NULL OR finished_at IS NOT NULL)
);

COMMENT ON COLUMN erasure.pseudonym IS 'what replaces the holder';
COMMENT ON COLUMN erasure.received_in IS
  'the transaction that stored it: it begins when all earlier ones have ended';
COMMENT ON COLUMN erasure.tried_at IS 'when a replica took it up last';
COMMENT ON COLUMN erasure.next_unit IS 'the unit of the journal to look at next, up to last_unit';
COMMENT ON COLUMN erasure.data_from IS 'the time of the oldest data that was erased';
COMMENT ON COLUMN erasure.answered_at IS
  'when the answer was published; null until then, and when a repeated request asks for it again';

CREATE INDEX erasure_open ON erasure (received_at, request_id) WHERE answered_at IS NULL;
