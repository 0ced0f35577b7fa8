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
