-- 0023: what one person changed in the directory and among the hosts, by whom and when; added to,
-- never changed (DESIGN decision 11). Each step carries the hash of the one before.

INSERT INTO counter (name, value) VALUES ('directory_step', 0);

CREATE TABLE directory_step (
  id INTEGER NOT NULL PRIMARY KEY,
  what TEXT NOT NULL,
  about TEXT NOT NULL,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  changes TEXT NOT NULL,
  prev BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX directory_step_by_time ON directory_step (at, id);
CREATE INDEX directory_step_of_actor ON directory_step (actor, at, id);
CREATE INDEX directory_step_about ON directory_step (about, at, id);
