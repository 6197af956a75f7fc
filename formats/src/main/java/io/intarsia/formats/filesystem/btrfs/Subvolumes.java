package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The subvolumes and snapshots in ascending order of their ids; the top level, number 0, comes
 * first. Those that were deleted are not among them, though their trees may still be there.
 */
final class Subvolumes {
  /** At 100 bytes each, 6 MiB. */
  private static final int MAX_SUBVOLUMES = 1 << 16;

  private final Volume volume;
  private final long[] ids;
  private final TreeRoot[] roots;

  private Subvolumes(Volume volume, long[] ids, TreeRoot[] roots) {
    this.volume = volume;
    this.ids = ids;
    this.roots = roots;
  }

  static Subvolumes read(Volume volume) throws IOException {
    List<Long> ids = new ArrayList<>();
    List<TreeRoot> roots = new ArrayList<>();
    Cursor cursor = volume.cursor(volume.superblock().root());
    boolean found = cursor.seek(new Key(FS_TREE, ROOT_ITEM, 0));
    while (found && cursor.objectId() >= 0) {
      if (cursor.type() == ROOT_ITEM && isSubvolume(cursor.objectId())) {
        TreeRoot root = volume.root(cursor);
        long id = cursor.objectId();
        if (!ids.isEmpty() && ids.getLast() == id) {
          ids.removeLast();
          roots.removeLast();
        }
        if (LittleEndian.u32(cursor.bytes(), cursor.dataAt() + ROOT_REFS) != 0) {
          requireRoom(volume, ids.size());
          ids.add(id);
          roots.add(root);
        }
      }
      found = cursor.next();
    }
    if (ids.isEmpty() || ids.getFirst() != FS_TREE) {
      throw volume.malformed("root tree: no top level");
    }
    long[] array = new long[ids.size()];
    Arrays.setAll(array, ids::get);
    return new Subvolumes(volume, array, roots.toArray(new TreeRoot[0]));
  }

  private static boolean isSubvolume(long id) {
    return id == FS_TREE || id >= FIRST_FREE;
  }

  private static void requireRoom(Volume volume, int count) throws UnsupportedException {
    if (count == MAX_SUBVOLUMES) {
      throw new UnsupportedException(
          volume.source().description(), "more than " + MAX_SUBVOLUMES + " btrfs subvolumes");
    }
  }

  int count() {
    return ids.length;
  }

  /** The number of a subvolume by its id; negative when there is none. */
  int indexOf(long id) {
    return Arrays.binarySearch(ids, id);
  }

  TreeRoot root(int subvolume) throws MalformedException {
    if (subvolume >= roots.length) {
      throw volume.malformed("number of a subvolume");
    }
    return roots[subvolume];
  }

  Cursor cursor(int subvolume) throws MalformedException {
    return volume.cursor(root(subvolume));
  }

  /**
   * Whether the subvolume {@code child} stands in the directory under that name. A snapshot also
   * has the entries that its original had for subvolumes, which stand there only.
   */
  boolean standsIn(int parent, long directory, byte[] name, long child) throws IOException {
    Key wanted = new Key(ids[parent], ROOT_REF, child);
    Cursor cursor = volume.cursor(volume.superblock().root());
    if (!cursor.seek(wanted) || !cursor.key().equals(wanted) || cursor.dataSize() < REF_NAME) {
      return false;
    }
    byte[] b = cursor.bytes();
    int at = cursor.dataAt();
    int length = LittleEndian.u16(b, at + REF_NAME_LEN);
    return LittleEndian.i64(b, at + REF_DIRID) == directory
        && length <= cursor.dataSize() - REF_NAME
        && Arrays.equals(b, at + REF_NAME, at + REF_NAME + length, name, 0, name.length);
  }
}
