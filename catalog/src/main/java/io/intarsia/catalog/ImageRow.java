package io.intarsia.catalog;

import java.time.Instant;

/** A row of the table {@code image}. */
record ImageRow(long id, String name, String owner, Instant created, boolean locked) {
  ImageRow withName(String newName) {
    return new ImageRow(id, newName, owner, created, locked);
  }

  ImageRow withLocked(boolean newLocked) {
    return new ImageRow(id, name, owner, created, newLocked);
  }
}
