-- 0013: jobs, their items, the keys of offices, scans of paper answers, and lists by state with the newest first.

-- Ids alone. `source` is 'list' or the digest of a signed file, which is taken once.
CREATE TABLE job (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  person TEXT NOT NULL,
  role TEXT NOT NULL,
  org TEXT NOT NULL,
  unit TEXT NOT NULL,
  region TEXT NOT NULL,
  source TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  key TEXT NOT NULL,
  request BLOB NOT NULL,
  state TEXT NOT NULL,
  items INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  cancelled INTEGER NOT NULL,
  finished_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX job_of_person ON job (person, received_at, id);
CREATE UNIQUE INDEX job_of_key ON job (person, key) WHERE key <> '';
CREATE INDEX job_running ON job (received_at, id) WHERE state = 'running';
CREATE INDEX job_ended ON job (finished_at, id) WHERE finished_at IS NOT NULL;

-- `body` holds what people wrote until the item waits no more.
CREATE TABLE job_item (
  job TEXT NOT NULL,
  no INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL,
  refusal TEXT NOT NULL,
  response TEXT NOT NULL,
  decided_at INTEGER,
  PRIMARY KEY (job, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_item_in_state ON job_item (job, state, no);

-- Signed files that were taken; they stay when their job goes.
CREATE TABLE taken_file (
  digest TEXT NOT NULL PRIMARY KEY,
  job TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Public keys that offices sign their answers with. One counts from when a second operator confirms
-- it until it is revoked.
CREATE TABLE office_key (
  id TEXT NOT NULL PRIMARY KEY,
  region TEXT NOT NULL,
  public_key TEXT NOT NULL,
  label TEXT NOT NULL,
  proposed_by TEXT NOT NULL,
  proposed_at INTEGER NOT NULL,
  confirmed_by TEXT NOT NULL,
  confirmed_at INTEGER,
  revoked_by TEXT NOT NULL,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX office_key_of_region ON office_key (region, proposed_at, id);

CREATE INDEX listed_by_state_age ON listed (kind, audience, state, since, app_id, no, bucket);

-- Answers and orders stand in lists as well: state, office, instant. Those that there are:
INSERT INTO listed (bucket, app_id, kind, no, audience, state, due, since)
SELECT a.bucket, a.app_id, 'answer', json_extract(r.value, '$.no'), v.audience,
  CASE WHEN json_extract(r.value, '$.late') AND json_extract(r.value, '$.state') = 'effective'
    THEN 'effective_late' ELSE json_extract(r.value, '$.state') END,
  9223372036854775807, json_extract(r.value, '$.at')
FROM app a, json_each(a.state, '$.answers') r, app_audience v
WHERE v.bucket = a.bucket AND v.app_id = a.app_id AND (v.audience NOT LIKE 'region:%' OR
  v.audience = 'region:' || json_extract(r.value, '$.region'));
INSERT INTO listed (bucket, app_id, kind, no, audience, state, due, since)
SELECT a.bucket, a.app_id, 'order', json_extract(r.value, '$.no'), v.audience,
  CASE WHEN json_extract(r.value, '$.proposed') AND json_extract(r.value, '$.state') = 'standing'
    THEN 'proposed' ELSE json_extract(r.value, '$.state') END,
  CASE WHEN json_extract(r.value, '$.state') = 'standing'
    AND NOT json_extract(r.value, '$.carried_out')
    THEN json_extract(r.value, '$.take_down.down_by') ELSE 9223372036854775807 END,
  json_extract(r.value, '$.at')
FROM app a, json_each(a.state, '$.orders') r, app_audience v
WHERE v.bucket = a.bucket AND v.app_id = a.app_id AND (v.audience NOT LIKE 'region:%' OR
  v.audience = 'region:' || json_extract(r.value, '$.region'));

CREATE INDEX app_of_service ON app (service, app_id);
DROP INDEX app_of_subject;
CREATE INDEX app_of_subject ON app (subject, app_id, bucket);

-- Scans of paper answers, kept with their entry; the bytes are a blob. When the paper came decides
-- nothing.
CREATE TABLE scan (
  id TEXT NOT NULL PRIMARY KEY,
  app_id TEXT NOT NULL,
  entry INTEGER NOT NULL,
  digest BLOB NOT NULL,
  media_type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  paper_received INTEGER NOT NULL,
  uploaded_by TEXT NOT NULL,
  uploaded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX scan_of_entry ON scan (app_id, entry, uploaded_at, id);
CREATE TABLE scan_access (
  id INTEGER PRIMARY KEY,
  scan TEXT NOT NULL,
  person TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX scan_access_of ON scan_access (scan, at, id);
