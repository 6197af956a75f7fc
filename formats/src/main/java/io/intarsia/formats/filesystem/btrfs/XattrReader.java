package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.XATTR_ITEM;

import io.intarsia.formats.filesystem.Xattr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The extended attributes of an inode. Their names are whole; those of equal hash share an item.
 */
final class XattrReader {
  /** Of one inode together; what Linux takes is far below. */
  private static final int MAX_TOTAL_BYTES = 16 << 20;

  private XattrReader() {}

  static List<Xattr> list(Volume volume, Subvolumes subvolumes, InodeNumber inode)
      throws IOException {
    Cursor cursor = subvolumes.cursor(inode.subvolume());
    if (!cursor.seek(new Key(inode.objectId(), XATTR_ITEM, 0))
        || !cursor.isAt(inode.objectId(), XATTR_ITEM)) {
      return List.of();
    }
    List<Xattr> found = new ArrayList<>();
    int total = 0;
    boolean more = true;
    while (more && cursor.isAt(inode.objectId(), XATTR_ITEM)) {
      total += cursor.dataSize();
      if (total > MAX_TOTAL_BYTES || !items(cursor, found)) {
        throw volume.malformed("attributes of inode " + inode.objectId());
      }
      more = cursor.next();
    }
    found.sort(Xattr.BY_NAME);
    return List.copyOf(found);
  }

  /** Whether the item is sound. */
  private static boolean items(Cursor cursor, List<Xattr> found) {
    int at = cursor.dataAt();
    int end = at + cursor.dataSize();
    while (at < end) {
      DirItem item = DirItem.parse(cursor.bytes(), at, end - at);
      if (item == null) {
        return false;
      }
      found.add(new Xattr(item.name(), item.data()));
      at += item.size();
    }
    return true;
  }
}
