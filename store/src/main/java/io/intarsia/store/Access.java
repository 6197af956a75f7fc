package io.intarsia.store;

/** What a store is opened for. */
public enum Access {
  /** Reading only. Works on a read-only file system and without permission to write. */
  READ,
  /** Reading, inserting, committing, maintenance. */
  WRITE
}
