-- What each record says, byte for byte: a file of the store's records that is lost is written again from it.

CREATE TABLE record (
  number BIGINT NOT NULL PRIMARY KEY CHECK (number >= 1),
  payload BLOB NOT NULL,
  row_check BIGINT NOT NULL
);

PRAGMA user_version = 3;
