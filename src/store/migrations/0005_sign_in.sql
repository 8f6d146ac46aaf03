-- 0005: how people prove who they are (DESIGN decision 12): passwords as argon2id, a second factor
-- sealed under the machine's key, recovery codes and invitations as SHA-256 alone.

CREATE TABLE credential (
  person TEXT NOT NULL PRIMARY KEY,
  password_hash TEXT NOT NULL,
  password_at INTEGER,
  factor TEXT NOT NULL,
  factor_confirmed INTEGER NOT NULL,
  factor_step INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_code (
  person TEXT NOT NULL,
  code_hash BLOB NOT NULL,
  PRIMARY KEY (person, code_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE invitation (
  secret_hash BLOB NOT NULL PRIMARY KEY,
  person TEXT NOT NULL,
  invited_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  resets_factor INTEGER NOT NULL,
  used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_of_person ON invitation (person);

ALTER TABLE token_detail ADD COLUMN session INTEGER NOT NULL DEFAULT 0;
