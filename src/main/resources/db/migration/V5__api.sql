-- What the API stores.

-- Who did what over HTTP, why, and what came of it. A row is stored before its act begins; without
-- it, the act does not happen.
CREATE TABLE audit (
  id            text COLLATE "C" PRIMARY KEY,
  at            timestamptz NOT NULL DEFAULT now(),
  actor         text NOT NULL,
  action        text NOT NULL,
  subject       text NOT NULL,
  reason        text,
  outcome       text COLLATE "C" CHECK (outcome IN ('DONE', 'ACCEPTED', 'REFUSED', 'FAILED', 'UNKNOWN')),
  code          text,
  finished_at   timestamptz,
  published_at  timestamptz
);

COMMENT ON COLUMN audit.subject IS 'the card, or the id of what was acted on; also the key of the event';
COMMENT ON COLUMN audit.outcome IS
  'null while the act goes on; UNKNOWN if the process ended meanwhile';
COMMENT ON COLUMN audit.code IS 'why it was refused or failed';

CREATE INDEX audit_unpublished ON audit (at, id) WHERE published_at IS NULL;
CREATE INDEX audit_at ON audit (at, id);

-- Dead letters that were put back. Where they were put is kept, to recognize one that comes back as
-- a dead letter again and again.
CREATE TABLE put_back (
  topic_id         uuid NOT NULL,
  partition        integer NOT NULL,
  "offset"         bigint NOT NULL,
  audit_id         text NOT NULL,
  put_at           timestamptz NOT NULL DEFAULT now(),
  depth            integer NOT NULL CHECK (depth > 0),
  target_topic     text,
  target_partition integer,
  target_offset    bigint,
  PRIMARY KEY (topic_id, partition, "offset")
);

COMMENT ON COLUMN put_back.depth IS 'how many times in a row the record has been put back';
COMMENT ON COLUMN put_back.target_offset IS
  'with the target''s topic and partition where it was put; null until Kafka has acknowledged it';

CREATE INDEX put_back_at ON put_back (put_at);
CREATE INDEX put_back_target ON put_back (target_topic, target_partition, target_offset)
  WHERE target_offset IS NOT NULL;

-- Acts on many cards: a fixed list, with what came of each item.
CREATE TABLE action (
  id           text COLLATE "C" PRIMARY KEY,
  kind         text COLLATE "C" NOT NULL CHECK (kind IN (
                 'LOCK', 'WITHDRAW', 'EXTEND', 'ABORT', 'PUT_BACK')),
  actor        text NOT NULL,
  reason       text,
  valid_until  timestamptz,
  audit_id     text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  claimed_until  timestamptz,
  finished_at  timestamptz
);

COMMENT ON COLUMN action.claimed_until IS 'until when a process works on it; null if none does';

CREATE INDEX action_created ON action (created_at, id);
CREATE INDEX action_running ON action (created_at, id) WHERE finished_at IS NULL;

CREATE TABLE action_item (
  action_id  text COLLATE "C" NOT NULL,
  number     integer NOT NULL,
  subject    text COLLATE "C" NOT NULL,
  status     text COLLATE "C" NOT NULL CHECK (status IN (
               'INELIGIBLE', 'WAITING', 'SENT', 'PUBLISHED', 'APPLIED', 'REJECTED', 'DEAD_LETTERED',
               'FAILED')),
  code       text,
  topic      inbound_topic,
  partition  integer,
  "offset"   bigint,
  PRIMARY KEY (action_id, number)
);

COMMENT ON COLUMN action_item.subject IS 'the card, or the position of a dead letter';
COMMENT ON COLUMN action_item.code IS 'why it is not eligible, or was rejected or failed';
