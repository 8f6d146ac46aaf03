-- 0008: people who were erased (DESIGN decision 7): the id, which the log goes on holding, and
-- nothing that would say whose it was.

CREATE TABLE erasure (
  person TEXT NOT NULL PRIMARY KEY,
  erased_by TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX proposal_of_person ON proposal (person, id);
CREATE INDEX owner_of_person ON owner (person, org);
