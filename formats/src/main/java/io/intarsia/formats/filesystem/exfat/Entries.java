package io.intarsia.formats.filesystem.exfat;

import static io.intarsia.formats.filesystem.exfat.ExfatLayout.*;

import java.io.IOException;

/** A place in a directory that moves on entry by entry, from cluster to cluster. */
final class Entries {
  private final Volume volume;
  private final Chain chain;
  private final byte[] entry = new byte[ENTRY_BYTES];
  private int at;

  /** Bytes of the directory from the place on; a root's are not known. */
  private long left;

  /**
   * @param first the cluster in which the place is
   * @param at the place in the cluster
   */
  Entries(Volume volume, long first, boolean contiguous, int at, long left) throws IOException {
    this.volume = volume;
    this.chain = new Chain(volume, first, contiguous);
    this.at = at;
    this.left = left;
  }

  /** The cluster of the entry that was read last. */
  long cluster() {
    return chain.cluster();
  }

  /** Where on the disk the entry that was read last begins. */
  long offset() {
    return volume.boot().clusterOffset(chain.cluster()) + at - ENTRY_BYTES;
  }

  /** The bytes of the entry that was read last; overwritten by the next. */
  byte[] entry() {
    return entry;
  }

  int type() {
    return entry[0] & 0xFF;
  }

  /** Reads the next entry; false when the directory ends. */
  boolean next() throws IOException {
    if (left < ENTRY_BYTES) {
      return false;
    }
    if (at == volume.boot().clusterBytes()) {
      if (!chain.advance()) {
        return false;
      }
      at = 0;
    }
    volume.read(volume.boot().clusterOffset(chain.cluster()) + at, entry, ENTRY_BYTES);
    at += ENTRY_BYTES;
    left -= ENTRY_BYTES;
    return type() != TYPE_END;
  }
}
