package io.intarsia.library.extract;

import io.intarsia.bytes.LittleEndian;
import java.util.Arrays;

/**
 * Access control lists. ext4 stores them as version 1 ({@code struct ext4_acl_entry},
 * fs/ext4/acl.h: tag, permissions, and an id only where the tag has one); the kernel takes version
 * 2 ({@code struct posix_acl_xattr_entry}: always an id).
 */
final class PosixAcl {
  private static final int STORED_VERSION = 1;
  private static final int KERNEL_VERSION = 2;
  private static final int HEADER_BYTES = 4;
  private static final int SHORT_ENTRY_BYTES = 4;
  private static final int ENTRY_BYTES = 8;
  private static final int TAG_USER = 2;
  private static final int TAG_GROUP = 8;

  private PosixAcl() {}

  /** Whether an attribute of that name is an access control list. */
  static boolean isAcl(String attribute) {
    return attribute.equals("system.posix_acl_access")
        || attribute.equals("system.posix_acl_default");
  }

  /** The form that the kernel takes; a value that is no stored list stays as it is. */
  static byte[] forKernel(byte[] stored) {
    if (stored.length < HEADER_BYTES || LittleEndian.i32(stored, 0) != STORED_VERSION) {
      return stored;
    }
    byte[] list = new byte[HEADER_BYTES + stored.length / SHORT_ENTRY_BYTES * ENTRY_BYTES];
    list[0] = KERNEL_VERSION;
    int length = HEADER_BYTES;
    int at = HEADER_BYTES;
    while (at < stored.length) {
      boolean hasId = stored[at] == TAG_USER || stored[at] == TAG_GROUP;
      int bytes = hasId ? ENTRY_BYTES : SHORT_ENTRY_BYTES;
      if (at + bytes > stored.length) {
        return stored;
      }
      System.arraycopy(stored, at, list, length, bytes);
      if (!hasId) {
        Arrays.fill(list, length + SHORT_ENTRY_BYTES, length + ENTRY_BYTES, (byte) 0xFF);
      }
      length += ENTRY_BYTES;
      at += bytes;
    }
    return Arrays.copyOf(list, length);
  }
}
