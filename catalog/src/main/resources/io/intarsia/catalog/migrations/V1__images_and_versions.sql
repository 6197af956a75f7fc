-- See docs/formats/catalog.md. A millis column is milliseconds since 1970-01-01T00:00:00Z; row_check is the CRC-32C of
-- the row's line in a dump.

CREATE TABLE applied (
  id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
  last_record BIGINT NOT NULL,
  row_check BIGINT NOT NULL
);

CREATE TABLE image (
  id BIGINT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  created_millis BIGINT NOT NULL,
  locked BOOLEAN NOT NULL,
  row_check BIGINT NOT NULL
);

CREATE TABLE version (
  image_id BIGINT NOT NULL REFERENCES image (id),
  number BIGINT NOT NULL CHECK (number >= 1),
  manifest BLOB NOT NULL,
  created_millis BIGINT NOT NULL,
  message TEXT,
  derived_image_id BIGINT,
  derived_number BIGINT,
  virtual_bytes BIGINT NOT NULL,
  data_bytes BIGINT NOT NULL,
  new_file_bytes BIGINT NOT NULL,
  new_skeleton_bytes BIGINT NOT NULL,
  metadata_bytes BIGINT NOT NULL,
  stored_bytes BIGINT NOT NULL,
  source_format TEXT NOT NULL,
  record_number BIGINT NOT NULL UNIQUE,
  manifest_record_number BIGINT NOT NULL,
  removed_millis BIGINT,
  row_check BIGINT NOT NULL,
  PRIMARY KEY (image_id, number),
  FOREIGN KEY (derived_image_id, derived_number) REFERENCES version (image_id, number),
  CHECK ((derived_image_id IS NULL) = (derived_number IS NULL))
);

CREATE INDEX version_derived ON version (derived_image_id, derived_number);

CREATE TABLE chosen_default (
  image_id BIGINT NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL,
  row_check BIGINT NOT NULL,
  FOREIGN KEY (image_id, number) REFERENCES version (image_id, number)
);

CREATE TABLE file_system (
  image_id BIGINT NOT NULL,
  number BIGINT NOT NULL,
  disk BIGINT NOT NULL,
  partition_name TEXT NOT NULL,
  type TEXT NOT NULL,
  uuid TEXT,
  files BIGINT NOT NULL,
  row_check BIGINT NOT NULL,
  PRIMARY KEY (image_id, number, disk, partition_name),
  FOREIGN KEY (image_id, number) REFERENCES version (image_id, number)
);

CREATE INDEX file_system_uuid ON file_system (uuid);

CREATE TABLE digest (
  object BLOB NOT NULL PRIMARY KEY,
  sha256 BLOB NOT NULL,
  row_check BIGINT NOT NULL
);

-- "INTC"; tells a catalog from other SQLite databases.
PRAGMA application_id = 1229870147;
PRAGMA user_version = 1;
