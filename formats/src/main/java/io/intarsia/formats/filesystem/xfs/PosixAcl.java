package io.intarsia.formats.filesystem.xfs;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.LittleEndian;
import java.util.Arrays;

/**
 * POSIX access control lists in the form that ext4 gives them on its disks, so that equal lists are
 * equal bytes whichever file system they come from: version 1 in 4 bytes, then entries of tag and
 * permissions in 2 bytes each, followed by an id in 4 bytes for named users and groups only; all
 * little-endian. XFS has a count in 4 bytes, then entries of 12 bytes: tag and id in 4 bytes each,
 * permissions in 2, padding; all big-endian.
 */
final class PosixAcl {
  private static final int VERSION = 1;
  private static final int HEADER_SIZE = 4;
  private static final int SHORT_ENTRY_SIZE = 4;
  private static final int LONG_ENTRY_SIZE = 8;
  private static final int XFS_ENTRY_SIZE = 12;
  private static final int XFS_ID = 4;
  private static final int XFS_PERMISSIONS = 8;

  private static final int TAG_USER = 0x02;
  private static final int TAG_GROUP = 0x08;

  private PosixAcl() {}

  /** Empty when the bytes are no access control list. */
  static byte[] fromXfs(byte[] stored) {
    int entries = (stored.length - HEADER_SIZE) / XFS_ENTRY_SIZE;
    if (stored.length < HEADER_SIZE || BigEndian.u32(stored, 0) > entries) {
      return new byte[0];
    }
    int count = BigEndian.i32(stored, 0);
    byte[] result = new byte[HEADER_SIZE + count * LONG_ENTRY_SIZE];
    LittleEndian.put32(result, 0, VERSION);
    int to = HEADER_SIZE;
    for (int i = 0; i < count; i++) {
      int from = HEADER_SIZE + i * XFS_ENTRY_SIZE;
      int tag = BigEndian.i32(stored, from);
      LittleEndian.put16(result, to, tag);
      LittleEndian.put16(result, to + 2, BigEndian.u16(stored, from + XFS_PERMISSIONS));
      boolean named = tag == TAG_USER || tag == TAG_GROUP;
      if (named) {
        LittleEndian.put32(result, to + SHORT_ENTRY_SIZE, BigEndian.i32(stored, from + XFS_ID));
      }
      to += named ? LONG_ENTRY_SIZE : SHORT_ENTRY_SIZE;
    }
    return Arrays.copyOf(result, to);
  }
}
