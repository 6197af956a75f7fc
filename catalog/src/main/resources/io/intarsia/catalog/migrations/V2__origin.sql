-- The id of the store that the catalog is of: one that was copied from another store is known by it.

CREATE TABLE origin (
  id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
  store TEXT NOT NULL
);

PRAGMA user_version = 2;
