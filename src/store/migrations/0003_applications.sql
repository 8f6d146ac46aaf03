-- 0003: applications for categories (R2), their documents, every step that was taken.

INSERT INTO counter (name, value) VALUES ('application', 0), ('document', 0), ('desk_step', 0);

-- Truth. `body` is the whole application as JSON: ids, codes and commitments only.
CREATE TABLE application (
  id INTEGER NOT NULL PRIMARY KEY,
  subject TEXT NOT NULL,
  category TEXT NOT NULL,
  state TEXT NOT NULL,
  revision INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX application_queue ON application (state, id);
CREATE INDEX application_of_subject ON application (subject, id);
CREATE INDEX application_of_subject_in_state ON application (subject, state, id);
CREATE INDEX application_of_category ON application (subject, category, id);
CREATE UNIQUE INDEX application_waiting ON application (subject, category)
  WHERE state = 'applied';

-- Erasable: what a document is called and says lies here alone; its bytes are a blob.
CREATE TABLE document (
  id INTEGER NOT NULL PRIMARY KEY,
  subject TEXT NOT NULL,
  application INTEGER NOT NULL,
  digest BLOB NOT NULL,
  media_type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  uploaded_by TEXT NOT NULL,
  uploaded_at INTEGER NOT NULL,
  erased_at INTEGER,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  number TEXT NOT NULL,
  issuer TEXT NOT NULL,
  expires INTEGER
) STRICT;
CREATE INDEX document_of_subject ON document (subject, application, id);
CREATE INDEX document_of_application ON document (application, id);
CREATE INDEX document_named ON document (digest) WHERE erased_at IS NULL;

-- Added to, never changed.
CREATE TABLE desk_step (
  id INTEGER NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  category TEXT NOT NULL,
  application INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX desk_step_of_application ON desk_step (application, id);
CREATE INDEX desk_step_of_category ON desk_step (subject, category, id);

CREATE TABLE document_access (
  id INTEGER NOT NULL PRIMARY KEY,
  document INTEGER NOT NULL,
  application INTEGER NOT NULL,
  person TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX document_access_of_application ON document_access (application, id);

CREATE INDEX app_of_subject ON app (subject, bucket, app_id);
CREATE INDEX subject_of_org ON subject (org, id);
