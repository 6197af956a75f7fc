package io.intarsia.formats.image.qcow2;

/**
 * Where a run of the virtual disk comes from.
 *
 * @param host {@link Kind#DATA}: first byte in the file that holds the data; {@link
 *     Kind#COMPRESSED}: the L2 entry; else 0
 * @param length bytes of the run, positive
 */
record Mapping(Kind kind, long host, long length) {
  enum Kind {
    DATA,
    COMPRESSED,
    ZERO,
    /** Comes from the backing file, or reads as zeros when there is none. */
    UNALLOCATED
  }
}
