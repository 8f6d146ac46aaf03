-- 0011: the log as a Merkle tree: the roots of its complete subtrees of 256^level events.

CREATE TABLE log_node (
  level INTEGER NOT NULL,
  no INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (level, no)
) STRICT, WITHOUT ROWID;
