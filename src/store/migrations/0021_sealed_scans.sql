-- 0021: documents of replies lie sealed under the key of the subject whose they are, as documents of
-- applications do (DESIGN decisions 7 and 13).

-- `subject`: of what a developer's side added; empty of offices' and operators'. `stored`: the name
-- of the sealed blob; absent, the blob is the bytes, as of all rows that are there by now.
ALTER TABLE scan ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE scan ADD COLUMN stored BLOB;
-- Where a mini-program had one subject alone it is known whose they are.
UPDATE scan SET subject = coalesce((
  SELECT a.subject FROM entry n CROSS JOIN app a ON a.bucket = n.bucket AND a.app_id = n.app_id
  WHERE n.app_id = scan.app_id AND n.no = scan.entry AND NOT EXISTS (
    SELECT 1 FROM event e
    WHERE e.bucket = n.bucket AND e.app_id = n.app_id AND e.type = 'subject_changed'
  )
), '')
WHERE by_developers = 1;

CREATE INDEX scan_of_subject ON scan (subject, id) WHERE erased_at IS NULL AND subject <> '';
