-- 0016: who is responsible at a subject, and their telephone (DESIGN decision 7); how an office was
-- reached with a filing (R10a); mini-programs of one service state, for everybody who sees them
-- (DESIGN decision 15); what a change of grants still has to reach (R2a).

-- `sealed` under the subject's key, `phone` a keyed hash: neither says anything by itself.
CREATE TABLE subject_contact (
  subject TEXT NOT NULL PRIMARY KEY,
  sealed TEXT NOT NULL,
  phone BLOB NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX subject_contact_by_phone ON subject_contact (phone, subject);

ALTER TABLE entry ADD COLUMN channel TEXT NOT NULL DEFAULT 'none';
UPDATE entry SET channel = coalesce((
  SELECT json_extract(e.value, '$.channel')
  FROM app a, json_each(a.state, '$.entries') e
  WHERE a.bucket = entry.bucket AND a.app_id = entry.app_id
    AND json_extract(e.value, '$.no') = entry.no
), 'none');

ALTER TABLE app_audience ADD COLUMN service TEXT NOT NULL DEFAULT '';
UPDATE app_audience SET service = coalesce((
  SELECT a.service FROM app a
  WHERE a.bucket = app_audience.bucket AND a.app_id = app_audience.app_id
), '');
CREATE INDEX app_audience_of_service ON app_audience (audience, service, app_id, bucket);

-- Subjects whose categories were granted, renewed or taken back, until each of their mini-programs
-- was settled by it (R2a): those up to `after` were. `round` grows with each change.
CREATE TABLE settling (
  subject TEXT NOT NULL PRIMARY KEY,
  after TEXT NOT NULL,
  round INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
