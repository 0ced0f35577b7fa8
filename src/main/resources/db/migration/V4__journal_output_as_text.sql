-- It is written for every message and read after a crash alone: checking each time that it is JSON
-- costs more than it gives. It is JSON all the same, and output::json reads it.
ALTER TABLE journal ALTER COLUMN output TYPE text;
