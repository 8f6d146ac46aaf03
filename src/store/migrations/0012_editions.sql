-- 0012: the record of catalogue and policy (R25): versions that two operators put in force at an
-- instant, the files of catalogues once each, and how far what follows an instant has got.

INSERT INTO counter (name, value) VALUES ('edition', 0);

CREATE TABLE edition (
  kind TEXT NOT NULL,
  version TEXT NOT NULL,
  no INTEGER NOT NULL,
  state TEXT NOT NULL,
  base TEXT NOT NULL,
  effective_from INTEGER NOT NULL,
  reason TEXT NOT NULL,
  body TEXT NOT NULL,
  proposed_by TEXT NOT NULL,
  proposed_at INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at INTEGER,
  activation_after TEXT NOT NULL,
  looked_at INTEGER NOT NULL,
  told INTEGER NOT NULL,
  finished INTEGER NOT NULL,
  PRIMARY KEY (kind, version)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX edition_by_no ON edition (kind, no);
CREATE UNIQUE INDEX edition_in_force ON edition (kind, effective_from) WHERE state = 'confirmed';
CREATE INDEX edition_in_state ON edition (kind, state);

CREATE TABLE edition_text (
  digest BLOB NOT NULL PRIMARY KEY,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE edition_file (
  version TEXT NOT NULL,
  name TEXT NOT NULL,
  digest BLOB NOT NULL,
  PRIMARY KEY (version, name)
) STRICT, WITHOUT ROWID;
