-- It is written for every message and read after a crash alone: checking each time that it is JSON
-- costs more than it gives. It is JSON all the same, and output::json reads it. The table is written
-- anew, and is locked for as long as that takes.
ALTER TABLE journal ALTER COLUMN output TYPE text;
