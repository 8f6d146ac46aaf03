-- 0007: lists with the newest first, and mini-programs by what their names hold (DESIGN decision 15).

CREATE INDEX listed_by_age ON listed (kind, audience, since, app_id, no, bucket);

-- Every two neighbouring characters of a mini-program's name, and of its id, in lower case.
CREATE TABLE app_term (
  term TEXT NOT NULL,
  app_id TEXT NOT NULL,
  bucket INTEGER NOT NULL,
  PRIMARY KEY (term, app_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX app_term_of_app ON app_term (bucket, app_id);

INSERT OR IGNORE INTO app_term (term, app_id, bucket)
WITH RECURSIVE
  named (words, app_id, bucket) AS (
    SELECT lower(name), app_id, bucket FROM app_name
    UNION ALL SELECT lower(app_id), app_id, bucket FROM app_name
  ),
  pair (term, rest, app_id, bucket) AS (
    SELECT substr(words, 1, 2), substr(words, 2), app_id, bucket FROM named
    UNION ALL
    SELECT substr(rest, 1, 2), substr(rest, 2), app_id, bucket FROM pair WHERE length(rest) > 2
  )
SELECT term, app_id, bucket FROM pair WHERE length(term) = 2;
