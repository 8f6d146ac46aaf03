-- 0002: what lies beside the case files: uploads in pieces, hosts and what they said, calendars.

CREATE TABLE upload (
  id TEXT NOT NULL PRIMARY KEY,
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  org TEXT NOT NULL,
  person TEXT NOT NULL,
  label TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  content BLOB,
  digest BLOB,
  begun_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  taken_as BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_of_app ON upload (bucket, app_id, begun_at, id) WHERE taken_as IS NULL;
CREATE INDEX upload_of_org ON upload (org) WHERE taken_as IS NULL;
CREATE INDEX upload_expiry ON upload (expires_at, id);

-- Who serves what is released; personal data of nobody.
CREATE TABLE host (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  token_hash BLOB NOT NULL UNIQUE,
  registered_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;

-- What a host serves of a mini-program, as it said last: digests in hexadecimal, with blanks between.
CREATE TABLE host_ack (
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  host TEXT NOT NULL,
  serves TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (bucket, app_id, host)
) STRICT, WITHOUT ROWID;

-- The first time that a host said that it has carried out an order.
CREATE TABLE dark_ack (
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  order_no INTEGER NOT NULL,
  host TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (bucket, app_id, order_no, host)
) STRICT, WITHOUT ROWID;

-- Secret addresses of calendars.
CREATE TABLE calendar (
  id TEXT NOT NULL PRIMARY KEY,
  person TEXT NOT NULL,
  label TEXT NOT NULL,
  token_hash BLOB NOT NULL UNIQUE,
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX calendar_of_person ON calendar (person, made_at, id);
