package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.Xattr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The extended attributes of an inode: those after its fields, then those in the block that
 * i_file_acl names. Values may stand in inodes of their own (ea_inode).
 */
final class XattrReader {
  private static final int SYSTEM_INDEX = 7;
  private static final byte[] INLINE_DATA = {'d', 'a', 't', 'a'};

  /** Of one inode together; what Linux takes is far below. */
  private static final int MAX_TOTAL_VALUES = 16 << 20;

  private final Volume volume;
  private final RawInode inode;
  private int totalValues;

  XattrReader(Volume volume, RawInode inode) {
    this.volume = volume;
    this.inode = inode;
  }

  /** The visible ones, by name. Of two with the same name the first counts, as in Linux. */
  List<Xattr> list() throws IOException {
    List<Xattr> found = new ArrayList<>();
    visit((index, name, region, entry, values) -> {
      byte @Nullable [] fullName = fullName(index, name);
      if (fullName != null) {
        found.add(new Xattr(fullName, value(region, entry, values)));
      }
      return true;
    });
    if (found.size() < 2) {
      return List.copyOf(found);
    }
    found.sort(Xattr.BY_NAME);
    List<Xattr> distinct = new ArrayList<>(found.size());
    for (Xattr attribute : found) {
      if (distinct.isEmpty() || !Arrays.equals(distinct.getLast().name(), attribute.name())) {
        distinct.add(attribute);
      }
    }
    return List.copyOf(distinct);
  }

  /** The value of system.data, empty when there is none. */
  byte[] inlineData() throws IOException {
    byte[][] found = {new byte[0]};
    visit((index, name, region, entry, values) -> {
      boolean wanted = index == SYSTEM_INDEX && Arrays.equals(name, INLINE_DATA);
      if (wanted) {
        found[0] = value(region, entry, values);
      }
      return !wanted;
    });
    return found[0];
  }

  /** Takes an entry; {@code values} is where value offsets count from. False ends the visit. */
  private interface EntryVisitor {
    boolean entry(int index, byte[] name, byte[] region, int entry, int values) throws IOException;
  }

  private void visit(EntryVisitor visitor) throws IOException {
    if (inode.extraSize() > 0 && !inInode(visitor)) {
      return;
    }
    if (inode.fileAcl() != 0) {
      byte[] block = volume.block(inode.fileAcl(), "inode " + inode.number() + ": attributes");
      check(LittleEndian.i32(block, 0) == XATTR_MAGIC, "magic");
      entries(block, XATTR_BLOCK_HEADER_SIZE, 0, visitor);
    }
  }

  private boolean inInode(EntryVisitor visitor) throws IOException {
    byte[] bytes = inode.bytes();
    int header = GOOD_OLD_INODE_SIZE + inode.extraSize();
    check(header <= bytes.length && header % Integer.BYTES == 0, "place");
    if (header + XATTR_IBODY_HEADER_SIZE > bytes.length
        || LittleEndian.i32(bytes, header) != XATTR_MAGIC) {
      return true;
    }
    int first = header + XATTR_IBODY_HEADER_SIZE;
    return entries(bytes, first, first, visitor);
  }

  private boolean entries(byte[] region, int first, int values, EntryVisitor visitor)
      throws IOException {
    int at = first;
    while (at + Integer.BYTES <= region.length && LittleEndian.i32(region, at) != 0) {
      check(at + E_NAME <= region.length, "entry");
      int nameLength = region[at + E_NAME_LEN] & 0xFF;
      check(at + E_NAME + nameLength <= region.length, "name");
      byte[] name = Arrays.copyOfRange(region, at + E_NAME, at + E_NAME + nameLength);
      if (!visitor.entry(region[at + E_NAME_INDEX] & 0xFF, name, region, at, values)) {
        return false;
      }
      at += E_NAME + ((nameLength + 3) & ~3);
    }
    return true;
  }

  private byte[] value(byte[] region, int entry, int values) throws IOException {
    long size = LittleEndian.u32(region, entry + E_VALUE_SIZE);
    check(size <= XATTR_VALUE_MAX, "value size");
    totalValues += (int) size;
    check(totalValues <= MAX_TOTAL_VALUES, "total size");
    long valueInode = LittleEndian.u32(region, entry + E_VALUE_INUM);
    if (valueInode != 0) {
      return valueInInode(valueInode, (int) size);
    }
    int start = values + LittleEndian.u16(region, entry + E_VALUE_OFFS);
    check(size == 0 || start + size <= region.length, "value");
    return size == 0 ? new byte[0] : Arrays.copyOfRange(region, start, start + (int) size);
  }

  private byte[] valueInInode(long number, int size) throws IOException {
    check(volume.superblock().features().hasIncompat(INCOMPAT_EA_INODE), "value inode");
    RawInode holder = volume.namedInode(number);
    check(holder.has(FLAG_EA_INODE) && !holder.has(FLAG_INLINE_DATA), "value inode");
    check(holder.size() == size, "value size");
    return FileContent.open(volume, holder).read(0, size);
  }

  /** As getfattr shows it, or null when Linux does not show it. */
  private static byte @Nullable [] fullName(int index, byte[] name) {
    String prefix =
        switch (index) {
          case 1 -> "user.";
          case 2 -> "system.posix_acl_access";
          case 3 -> "system.posix_acl_default";
          case 4 -> "trusted.";
          case 5 -> "lustre.";
          case 6 -> "security.";
          case SYSTEM_INDEX -> Arrays.equals(name, INLINE_DATA) ? "" : "system.";
          case 8 -> "system.richacl";
          case 10 -> "gnu.";
          default -> "";
        };
    if (prefix.isEmpty()) {
      return null;
    }
    byte[] start = prefix.getBytes(StandardCharsets.US_ASCII);
    byte[] result = Arrays.copyOf(start, start.length + name.length);
    System.arraycopy(name, 0, result, start.length, name.length);
    return result;
  }

  private void check(boolean good, String what) throws IOException {
    if (!good) {
      throw volume.malformed("inode " + inode.number() + ": attributes: bad " + what);
    }
  }
}
