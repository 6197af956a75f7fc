package io.intarsia.store.simulation;

/** What a broken system does wrong, to show that the checker notices. */
enum Defect {
  NONE,
  /** Directories are not synced. */
  NO_DIRECTORY_SYNC,
  /** Files are not synced. */
  NO_FILE_SYNC,
  /** A check-in is acknowledged before its record is written, as by a catalog that is first. */
  ACKNOWLEDGED_BEFORE_RECORD,
  /** Live sessions are taken for dead ones. */
  SESSIONS_IGNORED,
  /** The commit lock keeps nobody out. */
  NO_COMMIT_LOCK
}
