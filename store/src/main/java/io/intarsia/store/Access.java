package io.intarsia.store;

/** What a store is opened for. */
public enum Access {
  /** Reading only. Works on a read-only file system and without permission to write. */
  READ,
  /**
   * Reading only, as far as that is possible where files other than packs are damaged: the index is
   * made of the packs' tables of contents where it must be, settings are those of the header.
   */
  READ_DAMAGED,
  /** Reading, inserting, committing, maintenance. */
  WRITE
}
