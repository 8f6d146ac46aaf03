-- 0004: who may what in the directory: owners of organisations, proposals that a second operator
-- confirms (DESIGN decision 11), what a token was issued for.

INSERT INTO counter (name, value) VALUES ('proposal', 0);

CREATE TABLE owner (
  org TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (org, person)
) STRICT, WITHOUT ROWID;

-- `body` is the person as they will be.
CREATE TABLE proposal (
  id INTEGER NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,
  person TEXT NOT NULL,
  body TEXT NOT NULL,
  proposed_by TEXT NOT NULL,
  proposed_at INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at INTEGER
) STRICT;
CREATE INDEX proposal_in_state ON proposal (state, id);
CREATE UNIQUE INDEX proposal_open ON proposal (person) WHERE state = 'proposed';

CREATE TABLE token_detail (
  token_hash BLOB NOT NULL PRIMARY KEY,
  roles TEXT NOT NULL,
  read_only INTEGER NOT NULL,
  issued_by TEXT NOT NULL,
  issued_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX token_of_person ON token (person, token_hash);
CREATE INDEX person_of_org ON person (org, id);
