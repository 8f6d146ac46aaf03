-- 0020: which side added a scan, so that developers leave room for their office (R11); what lies
-- sealed under a subject's key, found by it, because it goes with the key (DESIGN decision 7, R24).

-- Of those who are neither operators nor of an office.
ALTER TABLE scan ADD COLUMN by_developers INTEGER NOT NULL DEFAULT 0;
UPDATE scan SET by_developers = 1
WHERE EXISTS (
  SELECT 1 FROM person p
  WHERE p.id = scan.uploaded_by AND p.officer = 0 AND instr(p.roles, 'operator') = 0
);

CREATE INDEX form_picture_of_subject ON form_picture (subject, id) WHERE erased_at IS NULL;
-- The key's subject stands before the sealed words.
CREATE INDEX text_under_key ON text (substr(words, 1, instr(words, ':') - 1))
  WHERE kind = 'test_account';
