-- 0010: webhooks, how far each has been told, and every attempt.

INSERT INTO counter (name, value) VALUES ('webhook_attempt', 0);

-- No secret lies here. `types` has blanks between.
CREATE TABLE webhook (
  id TEXT NOT NULL PRIMARY KEY,
  org TEXT NOT NULL,
  app_id TEXT NOT NULL,
  url TEXT NOT NULL,
  types TEXT NOT NULL,
  label TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  secret_no INTEGER NOT NULL,
  secret_print BLOB NOT NULL,
  old_secret_until INTEGER,
  cursor INTEGER NOT NULL,
  told INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  next_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_of_org ON webhook (org, made_at, id);
CREATE INDEX webhook_active ON webhook (id) WHERE state = 'active';

-- Added to, never changed; the oldest go.
CREATE TABLE webhook_attempt (
  webhook TEXT NOT NULL,
  id INTEGER NOT NULL,
  message TEXT NOT NULL,
  log_index INTEGER NOT NULL,
  type TEXT NOT NULL,
  kind TEXT NOT NULL,
  no INTEGER NOT NULL,
  at INTEGER NOT NULL,
  took INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  status INTEGER NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (webhook, id)
) STRICT, WITHOUT ROWID;
