-- 0019: the decision of a review as the log has it, what rules found and people then decided
-- (engine/statistics_ports.h); attempts and accesses as lists of their own.

-- The first pass or refusal of each submission. What was withdrawn, stopped or released without a
-- filing afterwards had none, or a later one.
CREATE TEMP TABLE first_decision (
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  no INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (bucket, app_id, no)
) WITHOUT ROWID;
INSERT INTO first_decision (bucket, app_id, no, revision)
SELECT bucket, app_id, json_extract(body, '$.data.submission'), min(revision)
FROM event WHERE type IN ('review_passed', 'review_refused')
  AND json_extract(body, '$.data.submission') IS NOT NULL
GROUP BY 1, 2, 3;
UPDATE measured_submission SET (reviewed_at, decided_by, refused) = (
  SELECT e.at, e.actor, e.type = 'review_refused'
  FROM first_decision d JOIN event e
    ON e.bucket = d.bucket AND e.app_id = d.app_id AND e.revision = d.revision
  WHERE d.bucket = measured_submission.bucket AND d.app_id = measured_submission.app_id
    AND d.no = measured_submission.no
)
WHERE EXISTS (
  SELECT 1 FROM first_decision d
  WHERE d.bucket = measured_submission.bucket AND d.app_id = measured_submission.app_id
    AND d.no = measured_submission.no
);
UPDATE measured_submission SET reviewed_at = NULL, decided_by = '', refused = 0
WHERE NOT EXISTS (
  SELECT 1 FROM first_decision d
  WHERE d.bucket = measured_submission.bucket AND d.app_id = measured_submission.app_id
    AND d.no = measured_submission.no
);
DROP TABLE first_decision;

-- The rules that found something in a submission, until it is decided.
CREATE TABLE found_rule (
  bucket INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  no INTEGER NOT NULL,
  rule TEXT NOT NULL,
  PRIMARY KEY (bucket, app_id, no, rule)
) STRICT, WITHOUT ROWID;
-- Sums by day (UTC, since 1970): so that no figure reads reports.
CREATE TABLE rule_day (
  day INTEGER NOT NULL,
  rule TEXT NOT NULL,
  found INTEGER NOT NULL,
  refused_with INTEGER NOT NULL,
  passed_with INTEGER NOT NULL,
  PRIMARY KEY (day, rule)
) STRICT, WITHOUT ROWID;

CREATE INDEX attempt_by_time ON attempt (at);
CREATE INDEX attempt_of_actor ON attempt (actor, at);
CREATE INDEX attempt_of_app_by_time ON attempt (bucket, app_id, at);
CREATE INDEX case_access_of_person ON case_access (person, at);
CREATE INDEX case_access_of_app_by_time ON case_access (app_id, at);
CREATE INDEX document_access_of_person ON document_access (person, at);
