-- 0018: findings that a reviewer has dismissed, by rule and fragment of one mini-program (R8).

CREATE TABLE dismissal (
  app_id TEXT NOT NULL,
  no INTEGER NOT NULL,
  rule TEXT NOT NULL,
  fragment BLOB NOT NULL,
  submission INTEGER NOT NULL,
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  reason TEXT NOT NULL,
  person TEXT NOT NULL,
  at INTEGER NOT NULL,
  taken_back_by TEXT NOT NULL DEFAULT '',
  taken_back_at INTEGER,
  taken_back_reason TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (app_id, no)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX dismissal_standing ON dismissal (app_id, rule, fragment)
  WHERE taken_back_at IS NULL;
CREATE INDEX dismissal_stands ON dismissal (app_id, no) WHERE taken_back_at IS NULL;
