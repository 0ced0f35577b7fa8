-- The rights of the API's role, for psql as the role that owns the tables. Run it after each migration;
-- it can be repeated. A migration's own grants do not include the API.
--
-- It reads everything that callers may see. It writes what people do, and nothing that a card, an order
-- or a message consists of: those change by messages only, which the worker decides.

GRANT USAGE ON SCHEMA public TO cardflow_api;

GRANT SELECT ON
  card, card_alias, card_assignment, card_count, card_end, card_expiry, card_flow, card_message,
  card_request, card_wait, erasure, inbound_log, journal, journal_range, journal_unit, order_batch,
  order_card, order_queue, order_step, ordering_closure, partition_halt, progress, signal,
  audit, put_back, action, action_item, pushed_event, flyway_schema_history
TO cardflow_api;

-- An entry of the audit is added, and completed once. No name and no reason is changed, and nothing
-- is removed.
GRANT INSERT (id, actor, action, subject, reason) ON audit TO cardflow_api;
GRANT UPDATE (outcome, code, finished_at, published_at) ON audit TO cardflow_api;

GRANT INSERT, UPDATE ON put_back, action, action_item TO cardflow_api;

-- A claim to put a letter back is given up if the topic does not accept the record.
GRANT DELETE ON put_back TO cardflow_api;

-- Pausing and resuming ordering; asking the bureau about an order, resolving one in doubt, and loading
-- the bureau's ids of its cards.
GRANT INSERT, DELETE ON ordering_closure TO cardflow_api;
GRANT UPDATE (status, due_at, asked_at, answered_at, order_id, claims, attempts, error, error_detail)
  ON order_batch TO cardflow_api;
GRANT UPDATE (accepted, producer_card_id, due_at, asked) ON order_card TO cardflow_api;
GRANT INSERT ON order_step TO cardflow_api;
GRANT SELECT, DELETE ON bureau_card TO cardflow_api;

-- What a process of the API needs to take the bureau's push: keeping an event, and asking about a card.
GRANT INSERT, UPDATE (received_at) ON pushed_event TO cardflow_api;
GRANT UPDATE (due_at) ON bureau_card TO cardflow_api;
