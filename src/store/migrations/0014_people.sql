-- 0014: identities of a provider that are people of ours (DESIGN decision 12), who read which case,
-- how long what is kept, legal holds, keys of subjects (decision 7).

INSERT INTO counter (name, value) VALUES ('identity', 0), ('hold', 0);

CREATE TABLE identity (
  id INTEGER NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  email TEXT NOT NULL,
  person TEXT NOT NULL,
  proposed_by TEXT NOT NULL,
  proposed_at INTEGER NOT NULL,
  confirmed_by TEXT NOT NULL,
  confirmed_at INTEGER,
  used_at INTEGER
) STRICT;
CREATE UNIQUE INDEX identity_bound ON identity (issuer, subject)
  WHERE state <> 'removed' AND subject <> '';
CREATE UNIQUE INDEX identity_awaited ON identity (issuer, email)
  WHERE state <> 'removed' AND email <> '';
CREATE INDEX identity_of_person ON identity (person, id);
CREATE INDEX identity_in_state ON identity (state, id);

-- Added to; taken away with time alone.
CREATE TABLE case_access (
  id INTEGER NOT NULL PRIMARY KEY,
  app_id TEXT NOT NULL,
  person TEXT NOT NULL,
  role TEXT NOT NULL,
  what TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX case_access_of_app ON case_access (app_id, id);
CREATE INDEX case_access_by_time ON case_access (at);

-- A hold is on a mini-program or on a subject; the other one is empty.
CREATE TABLE hold (
  id INTEGER NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,
  app_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX hold_in_state ON hold (state, id);
CREATE INDEX hold_on_app ON hold (app_id) WHERE state IN ('proposed', 'standing', 'lift_proposed');
CREATE INDEX hold_on_subject ON hold (subject)
  WHERE state IN ('proposed', 'standing', 'lift_proposed');

CREATE TABLE sweep (
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  swept INTEGER NOT NULL,
  held INTEGER NOT NULL,
  PRIMARY KEY (at, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_access_by_time ON document_access (at);
CREATE INDEX document_by_time ON document (uploaded_at) WHERE erased_at IS NULL;
CREATE INDEX invitation_by_time ON invitation (expires_at);
CREATE INDEX token_by_expiry ON token (expires) WHERE expires IS NOT NULL;
CREATE INDEX notice_by_reading ON notice (read_at) WHERE read_at IS NOT NULL;

-- Sealed under the machine's key; what was sealed with it is lost with it.
CREATE TABLE subject_key (
  subject TEXT NOT NULL PRIMARY KEY,
  sealed TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Each step carries the hash of the one before; those of earlier versions stand in front unhashed.
ALTER TABLE desk_step ADD COLUMN prev BLOB;
ALTER TABLE desk_step ADD COLUMN hash BLOB;

-- The bytes as they lie on the disk, where they are sealed.
ALTER TABLE document ADD COLUMN stored BLOB;
CREATE INDEX document_stored ON document (stored) WHERE erased_at IS NULL AND stored IS NOT NULL;
