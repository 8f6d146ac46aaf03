-- 0015: filings by when they were answered, and those that are late (DESIGN decision 15); webhooks
-- that go no further, counted; scans of paper answers erased (R24).

-- Of the answer that ended the entry; and whether it came after the period's end, or is still owed.
ALTER TABLE entry ADD COLUMN answered_at INTEGER;
ALTER TABLE entry ADD COLUMN late INTEGER NOT NULL DEFAULT 0;

UPDATE entry SET answered_at = (
  SELECT json_extract(r.value, '$.at')
  FROM app a, json_each(a.state, '$.entries') e, json_each(a.state, '$.answers') r
  WHERE a.bucket = entry.bucket AND a.app_id = entry.app_id
    AND json_extract(e.value, '$.no') = entry.no
    AND json_extract(r.value, '$.no') = json_extract(e.value, '$.answer')
);
UPDATE entry SET late = CASE
  WHEN answered_at IS NULL THEN state = 'silent'
  ELSE end_at IS NOT NULL AND answered_at >= end_at
END;

-- The same rows in lists of their own, for everybody who has them in the list of entries.
INSERT INTO listed (bucket, app_id, kind, no, audience, state, due, since)
SELECT l.bucket, l.app_id, 'entry_late', l.no, l.audience, l.state, l.due, l.since
FROM listed l JOIN entry e ON e.bucket = l.bucket AND e.app_id = l.app_id AND e.no = l.no
WHERE l.kind = 'entry' AND e.late = 1;
INSERT INTO listed (bucket, app_id, kind, no, audience, state, due, since)
SELECT l.bucket, l.app_id, 'entry_answered', l.no, l.audience, l.state, 9223372036854775807,
       e.answered_at
FROM listed l JOIN entry e ON e.bucket = l.bucket AND e.app_id = l.app_id AND e.no = l.no
WHERE l.kind = 'entry' AND e.answered_at IS NOT NULL;

CREATE INDEX webhook_ended ON webhook (state) WHERE state IN ('gave_up', 'gone', 'secret_lost');

ALTER TABLE scan ADD COLUMN erased_at INTEGER;
CREATE INDEX scan_kept ON scan (uploaded_at, id) WHERE erased_at IS NULL;
CREATE INDEX scan_of_bytes ON scan (digest) WHERE erased_at IS NULL;
CREATE INDEX entry_of_app ON entry (app_id, no);
