-- 0001: the first layout. docs/storage-format.md says what each table is for.

CREATE TABLE counter (
  name TEXT NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counter (name, value)
VALUES ('delivery', 0), ('fence', 0), ('high_water', 0), ('log', 0), ('notice', 0);

-- Truth: the log.
CREATE TABLE event (
  log_index INTEGER NOT NULL PRIMARY KEY,
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  body TEXT NOT NULL,
  prev BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_of_app ON event (bucket, app_id, revision);

-- A cache of the log: the case file after its newest event, and what lists show of it.
CREATE TABLE app (
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  last_hash BLOB NOT NULL,
  owner TEXT NOT NULL,
  subject TEXT NOT NULL,
  region TEXT NOT NULL,
  service TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (bucket, app_id)
) STRICT;

CREATE TABLE submission (
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  no INTEGER NOT NULL,
  state TEXT NOT NULL,
  digest BLOB NOT NULL,
  due INTEGER,
  submitted_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (bucket, app_id, no)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  no INTEGER NOT NULL,
  submission INTEGER NOT NULL,
  state TEXT NOT NULL,
  region TEXT NOT NULL,
  start_at INTEGER,
  end_at INTEGER,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (bucket, app_id, no)
) STRICT, WITHOUT ROWID;

-- Who sees a mini-program, and in which list each of its submissions and entries stands.
CREATE TABLE app_audience (
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  audience TEXT NOT NULL,
  PRIMARY KEY (bucket, app_id, audience)
) STRICT, WITHOUT ROWID;
CREATE INDEX app_audience_list ON app_audience (audience, app_id, bucket);

-- One tree, in the order of the lists: what one organisation or office sees lies together, and what
-- is due at one instant lies in the order in which it is carried out.
CREATE TABLE listed (
  audience TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  due INTEGER NOT NULL,
  since INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  no INTEGER NOT NULL,
  PRIMARY KEY (audience, kind, state, due, since, bucket, app_id, no)
) STRICT, WITHOUT ROWID;

-- Truth: what was sent, what is to come, what is to be carried out.
CREATE TABLE notice (
  id INTEGER NOT NULL PRIMARY KEY,
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  inbox TEXT NOT NULL,
  recipient TEXT NOT NULL,
  address TEXT NOT NULL,
  copy INTEGER NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL,
  read_at INTEGER
) STRICT;
CREATE UNIQUE INDEX notice_of_event ON notice (bucket, app_id, revision, seq);
-- A notice stands in one of them: what is sent costs one.
CREATE INDEX notice_unread ON notice (inbox, id) WHERE read_at IS NULL;
CREATE INDEX notice_read ON notice (inbox, id) WHERE read_at IS NOT NULL;

CREATE TABLE deadline (
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  PRIMARY KEY (bucket, app_id, kind, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX deadline_due ON deadline (due_at, bucket, app_id, kind, ordinal);

CREATE TABLE delivery (
  id INTEGER NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  digest BLOB NOT NULL,
  not_before INTEGER NOT NULL,
  ready_at INTEGER NOT NULL,
  epoch INTEGER NOT NULL
) STRICT;
CREATE INDEX delivery_ready ON delivery (kind, ready_at, id);

CREATE TABLE idempotency (
  principal TEXT NOT NULL,
  operation TEXT NOT NULL,
  key TEXT NOT NULL,
  request BLOB NOT NULL,
  response TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (principal, operation, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_at ON idempotency (at);

CREATE TABLE attempt (
  id INTEGER NOT NULL PRIMARY KEY,
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  actor TEXT NOT NULL,
  command TEXT NOT NULL,
  refusal TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX attempt_of_app ON attempt (bucket, app_id, id);

CREATE TABLE package (
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  digest BLOB NOT NULL,
  label TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  files INTEGER NOT NULL,
  uploaded_by TEXT NOT NULL,
  uploaded_at INTEGER NOT NULL,
  PRIMARY KEY (bucket, app_id, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX package_newest ON package (bucket, app_id, uploaded_at, digest);

CREATE TABLE app_name (
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (bucket, app_id)
) STRICT, WITHOUT ROWID;

-- Erasable words (R24). bucket, app_id, subject, at say whose they are and how old.
CREATE TABLE text (
  commitment BLOB NOT NULL PRIMARY KEY,
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  salt BLOB NOT NULL,
  words TEXT NOT NULL
) STRICT;

-- Facts outside the case files, and the version of each.
CREATE TABLE fact (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE bar (
  digest BLOB NOT NULL,
  app_id TEXT NOT NULL,
  PRIMARY KEY (digest, app_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE category_grant (
  subject TEXT NOT NULL,
  category TEXT NOT NULL,
  valid_until INTEGER,
  PRIMARY KEY (subject, category)
) STRICT, WITHOUT ROWID;

CREATE TABLE office (
  region TEXT NOT NULL PRIMARY KEY,
  channel TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The directory: who exists. Personal data.
CREATE TABLE org (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  region TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  id TEXT NOT NULL PRIMARY KEY,
  org TEXT NOT NULL,
  unit TEXT NOT NULL,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,
  region TEXT NOT NULL,
  officer INTEGER NOT NULL,
  active INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX person_at_desk ON person (region) WHERE officer = 1 AND active = 1;

CREATE TABLE token (
  token_hash BLOB NOT NULL PRIMARY KEY,
  person TEXT NOT NULL,
  label TEXT NOT NULL,
  expires INTEGER,
  revoked INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE subject (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  region TEXT NOT NULL,
  org TEXT NOT NULL,
  name TEXT NOT NULL,
  credit_code TEXT NOT NULL
) STRICT, WITHOUT ROWID;
