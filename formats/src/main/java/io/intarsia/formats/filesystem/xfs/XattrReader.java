package io.intarsia.formats.filesystem.xfs;

import static io.intarsia.formats.filesystem.xfs.XfsLayout.*;

import io.intarsia.bytes.BigEndian;
import io.intarsia.formats.filesystem.Xattr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The extended attributes of an inode: in the inode itself, or in leaves of a hash tree. */
final class XattrReader {
  /** Of one inode together. */
  private static final int MAX_TOTAL_VALUES = 16 << 20;

  private static final byte[] ACCESS_ACL = ascii("SGI_ACL_FILE");
  private static final byte[] DEFAULT_ACL = ascii("SGI_ACL_DEFAULT");

  private final Volume volume;
  private final RawInode inode;
  private final List<Xattr> found = new ArrayList<>();
  private int totalBytes;

  private XattrReader(Volume volume, RawInode inode) {
    this.volume = volume;
    this.inode = inode;
  }

  /** The visible ones, by name. */
  static List<Xattr> list(Volume volume, RawInode inode) throws IOException {
    Fork fork = inode.attributes();
    if (fork.length() == 0) {
      return List.of();
    }
    XattrReader reader = new XattrReader(volume, inode);
    if (fork.format() == FMT_LOCAL) {
      reader.inInode(fork);
    } else if (fork.format() != FMT_EXTENTS || fork.extents() != 0) {
      new AttributeTree(volume, inode, reader::add).visit();
    }
    reader.found.sort(Xattr.BY_NAME);
    return List.copyOf(reader.found);
  }

  private void inInode(Fork fork) throws IOException {
    byte[] bytes = inode.bytes();
    int at = fork.offset();
    int end = at + BigEndian.u16(bytes, at);
    check(end - at >= ATTR_SF_HEADER_SIZE && end <= at + fork.length(), "size");
    int count = bytes[at + ATTR_SF_COUNT] & 0xFF;
    at += ATTR_SF_HEADER_SIZE;
    for (int i = 0; i < count; i++) {
      check(at + ATTR_SF_ENTRY <= end, "entry");
      int name = at + ATTR_SF_ENTRY;
      int value = name + (bytes[at] & 0xFF);
      int next = value + (bytes[at + 1] & 0xFF);
      check(next <= end, "entry");
      add(
          bytes[at + 2],
          Arrays.copyOfRange(bytes, name, value),
          () -> Arrays.copyOfRange(bytes, value, next));
      at = next;
    }
  }

  /** Parents, and what was not finished, are no attributes that anybody sees. */
  private void add(int flags, byte[] name, AttributeTree.Value value) throws IOException {
    if ((flags & (ATTR_PARENT | ATTR_INCOMPLETE)) != 0) {
      return;
    }
    check(name.length > 0, "name");
    byte[] bytes = value.read();
    totalBytes += name.length + bytes.length;
    check(totalBytes <= MAX_TOTAL_VALUES, "total size");
    boolean root = (flags & ATTR_ROOT) != 0;
    if (root && Arrays.equals(name, ACCESS_ACL)) {
      found.add(new Xattr(ascii("system.posix_acl_access"), acl(bytes)));
    } else if (root && Arrays.equals(name, DEFAULT_ACL)) {
      found.add(new Xattr(ascii("system.posix_acl_default"), acl(bytes)));
    } else {
      String prefix = root ? "trusted." : (flags & ATTR_SECURE) != 0 ? "security." : "user.";
      byte[] full = Arrays.copyOf(ascii(prefix), prefix.length() + name.length);
      System.arraycopy(name, 0, full, prefix.length(), name.length);
      found.add(new Xattr(full, bytes));
    }
  }

  private byte[] acl(byte[] stored) throws IOException {
    byte[] result = PosixAcl.fromXfs(stored);
    check(result.length > 0, "access control list");
    return result;
  }

  private void check(boolean good, String what) throws IOException {
    if (!good) {
      throw volume.malformed("inode " + inode.number() + ": attributes: bad " + what);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
