-- 0006: figures, filled from the log behind it (engine/statistics_ports.h). Ids, instants, spans.

INSERT INTO counter (name, value) VALUES ('measured', 0);

CREATE TABLE measured_submission (
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  no INTEGER NOT NULL,
  region TEXT NOT NULL,
  submitted_at INTEGER NOT NULL,
  reviewed_at INTEGER,
  decided_by TEXT NOT NULL,
  refused INTEGER NOT NULL,
  finished_at INTEGER,
  developer_us INTEGER NOT NULL,
  platform_us INTEGER NOT NULL,
  authority_us INTEGER NOT NULL,
  PRIMARY KEY (bucket, app_id, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX measured_review ON measured_submission (reviewed_at) WHERE reviewed_at IS NOT NULL;
CREATE INDEX measured_finish ON measured_submission (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE measured_entry (
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  no INTEGER NOT NULL,
  region TEXT NOT NULL,
  start_at INTEGER,
  ended_at INTEGER,
  how TEXT NOT NULL,
  PRIMARY KEY (bucket, app_id, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX measured_end ON measured_entry (ended_at) WHERE ended_at IS NOT NULL;
