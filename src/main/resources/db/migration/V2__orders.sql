-- Order batches: the cards that are ordered together, the next step, and the response of GO Cards.
-- The collector, the submitter and the reconciler write these tables, which do not contain any card
-- state; retention and erasure remove texts.

-- The reasons why ordering is closed: while there is a row, no replica collects cards or sends an
-- order. An operator deletes the row. Claims lock the table against writers.
CREATE TABLE ordering_closure (
  reason     text COLLATE "C" PRIMARY KEY CHECK (reason IN ('PAUSE', 'LOST_COMMITS', 'FAILOVER')),
  closed_at  timestamptz NOT NULL DEFAULT now(),
  detail     text NOT NULL
);

-- The last claims of cards and batches, and the server on which they were made. Before a replica
-- makes a claim, it looks for the last one that it has seen: if that is missing, the database has
-- lost commits. The same number could then be assigned again, so each claim also has a random
-- token.
CREATE TABLE ordering_claim (
  number             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  token              uuid NOT NULL DEFAULT gen_random_uuid(),
  system_identifier  bigint NOT NULL,
  timeline           text NOT NULL,
  claimed_at         timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN ordering_claim.timeline IS
  'the first 8 digits of the name of the WAL segment; another one after each failover';

CREATE TABLE order_batch (
  id              text COLLATE "C" PRIMARY KEY,
  status          text COLLATE "C" NOT NULL CHECK (status IN (
                    'COLLECTED', 'SUBMITTED', 'UNKNOWN', 'CLOSED', 'REFUSED')),
  layout_id       text NOT NULL,
  delivery        text NOT NULL,
  cost_centre     text,
  cards           integer NOT NULL CHECK (cards >= 0),
  collected_at    timestamptz NOT NULL,
  due_at          timestamptz,
  leased_until    timestamptz,
  asked_at        timestamptz,
  claims          integer NOT NULL DEFAULT 0,
  attempts        integer NOT NULL DEFAULT 0,
  answered_at     timestamptz,
  order_id        text COLLATE "C",
  error           text,
  error_detail    text,
  closed_at       timestamptz,
  reconciled_at   timestamptz,
  completed_at    timestamptz
) WITH (fillfactor = 70);

COMMENT ON COLUMN order_batch.delivery IS 'JSON, as it was requested';
COMMENT ON COLUMN order_batch.cards IS '0 after a refusal that moved them to other batches';
COMMENT ON COLUMN order_batch.due_at IS
  'when the next step is due, by the database''s clock; null when nothing is left to do but to ask about its cards';
COMMENT ON COLUMN order_batch.asked_at IS
  'when an operator asked for its next step; null if none did, or after it';
COMMENT ON COLUMN order_batch.leased_until IS
  'until when a replica works on it; null if none does';
COMMENT ON COLUMN order_batch.claims IS
  'rises each time a replica takes the batch up; a replica with an older one writes no more';
COMMENT ON COLUMN order_batch.attempts IS 'steps in a row that failed';
COMMENT ON COLUMN order_batch.error IS 'why the last step failed; null if it did not';

CREATE INDEX order_batch_submission ON order_batch (due_at, id)
  WHERE status IN ('COLLECTED', 'SUBMITTED', 'UNKNOWN');
CREATE INDEX order_batch_reconciliation ON order_batch (due_at, id)
  WHERE status = 'CLOSED' AND due_at IS NOT NULL;
CREATE INDEX order_batch_status ON order_batch (status, id);
CREATE INDEX order_batch_order ON order_batch (order_id, id) WHERE order_id IS NOT NULL;

-- What was asked of GO Cards about a batch, and what came of it, for the history of its cards.
CREATE TABLE order_step (
  batch_id  text COLLATE "C" NOT NULL,
  number    bigint GENERATED ALWAYS AS IDENTITY,
  at        timestamptz NOT NULL,
  step      text COLLATE "C" NOT NULL CHECK (step IN (
              'SUBMITTED', 'LOOKED_UP', 'ANSWERED', 'POSTPONED', 'CLOSED', 'REFUSED', 'RECONCILED',
              'SPLIT', 'RESOLVED')),
  code      text,
  detail    text,
  PRIMARY KEY (batch_id, number)
);

CREATE INDEX order_step_at ON order_step (at);

COMMENT ON COLUMN order_step.code IS 'why the step failed; null if it did not';

-- The cards of the batches: a batch takes them out of the queue and holds them until their outcome
-- is known. A card is ordered only once, which the primary key enforces.
CREATE TABLE order_card (
  card_id           text COLLATE "C" PRIMARY KEY,
  batch_id          text COLLATE "C" NOT NULL,
  accepted          boolean,
  producer_card_id  text,
  refusal_code      text,
  refusal_detail    text,
  due_at            timestamptz,
  questions         integer NOT NULL DEFAULT 0,
  failures          integer NOT NULL DEFAULT 0,
  asked             boolean NOT NULL DEFAULT false
) WITH (fillfactor = 80);

COMMENT ON COLUMN order_card.accepted IS 'null until GO Cards has answered';
COMMENT ON COLUMN order_card.due_at IS
  'when GO Cards is asked about it, by the database''s clock; null when nothing is left to ask';
COMMENT ON COLUMN order_card.questions IS
  'rises each time a replica takes the question up; a replica with an older one writes no more';
COMMENT ON COLUMN order_card.failures IS 'questions in a row that failed';
COMMENT ON COLUMN order_card.asked IS 'whether an operator asked for the question';

CREATE INDEX order_card_batch ON order_card (batch_id, card_id);
CREATE INDEX order_card_question ON order_card (due_at, card_id) WHERE due_at IS NOT NULL;

-- Cards of accepted orders, by the bureau's ids, until it is known which cards of ours they are.
CREATE TABLE bureau_card (
  producer_card_id  text COLLATE "C" PRIMARY KEY,
  batch_id          text COLLATE "C" NOT NULL,
  due_at            timestamptz NOT NULL,
  questions         integer NOT NULL DEFAULT 0,
  failures          integer NOT NULL DEFAULT 0
);

CREATE INDEX bureau_card_question ON bureau_card (due_at, producer_card_id);
CREATE INDEX bureau_card_batch ON bureau_card (batch_id);

-- One row: when the next questions about cards may be asked, so that all replicas together keep to
-- the number per second.
CREATE TABLE question_pace (
  one_row  boolean PRIMARY KEY DEFAULT true CHECK (one_row),
  next_at  timestamptz NOT NULL
);

INSERT INTO question_pace (next_at) VALUES (now());

-- For events that the bureau pushes: they name a card by its id there.
CREATE INDEX order_card_producer ON order_card (producer_card_id)
  WHERE producer_card_id IS NOT NULL;

-- Pushed events about cards that are not known yet, with what is used of them. A row is deleted when
-- its statuses are published, or when it is too old.
CREATE TABLE pushed_event (
  producer_card_id  text COLLATE "C" NOT NULL,
  digest            text COLLATE "C" NOT NULL,
  facts             text,
  received_at       timestamptz NOT NULL DEFAULT now(),
  due_at            timestamptz NOT NULL DEFAULT now() + interval '2 seconds',
  attempts          integer NOT NULL DEFAULT 0,
  PRIMARY KEY (producer_card_id, digest)
);

COMMENT ON COLUMN pushed_event.digest IS 'of the facts, so that a repeated event is kept once';
COMMENT ON COLUMN pushed_event.facts IS
  'JSON: times, readouts and a failure; null for a hint, after which GO Cards is asked';

CREATE INDEX pushed_event_due ON pushed_event (due_at, producer_card_id);
CREATE INDEX pushed_event_received ON pushed_event (received_at);
