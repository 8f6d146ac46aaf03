-- 0017: the form of a submission: pictures that are shown with it, and test accounts, which lie
-- sealed among the words and go with time (DESIGN decision 7, R24).

-- The bytes lie on the disk sealed under the subject's key, as `stored`; gone where erased_at is
-- set.
CREATE TABLE form_picture (
  id TEXT NOT NULL PRIMARY KEY,
  app_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  digest BLOB NOT NULL,
  stored BLOB NOT NULL,
  media_type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  uploaded_by TEXT NOT NULL,
  uploaded_at INTEGER NOT NULL,
  erased_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX form_picture_of_app ON form_picture (app_id, uploaded_at, id);
CREATE INDEX form_picture_kept ON form_picture (uploaded_at, id) WHERE erased_at IS NULL;
CREATE INDEX text_of_test_account ON text (at) WHERE kind = 'test_account';
