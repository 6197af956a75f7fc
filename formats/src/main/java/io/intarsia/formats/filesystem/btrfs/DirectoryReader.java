package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.*;

import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.FileSystem.EntryVisitor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The entries of a directory, by its index: in the order in which they were made. */
final class DirectoryReader {
  private final Volume volume;
  private final Subvolumes subvolumes;
  private final Inodes inodes;
  private final InodeNumber directory;
  private final EntryVisitor visitor;
  private @Nullable MalformedException damage;

  DirectoryReader(
      Volume volume,
      Subvolumes subvolumes,
      Inodes inodes,
      InodeNumber directory,
      EntryVisitor visitor) {
    this.volume = volume;
    this.subvolumes = subvolumes;
    this.inodes = inodes;
    this.directory = directory;
    this.visitor = visitor;
  }

  /** Visits what can be read, and throws at the end when an entry was damaged. */
  void list() throws IOException {
    Cursor cursor = subvolumes.cursor(directory.subvolume());
    boolean found = cursor.seek(new Key(directory.objectId(), DIR_INDEX, 0));
    while (found && cursor.isAt(directory.objectId(), DIR_INDEX)) {
      DirItem item = DirItem.parse(cursor.bytes(), cursor.dataAt(), cursor.dataSize());
      if (item == null || !item.hasFileName() || !entry(item)) {
        damage = volume.malformed("entry of directory inode " + directory.objectId());
      }
      found = cursor.next();
    }
    if (damage != null) {
      throw damage;
    }
  }

  /** Whether the entry leads anywhere. */
  private boolean entry(DirItem item) throws IOException {
    long id = item.location().objectId();
    if (!InodeNumber.hasNumber(id)) {
      return false;
    }
    return switch (item.location().type()) {
      case INODE_ITEM -> {
        visitor.entry(item.name(), InodeNumber.of(directory.subvolume(), id));
        yield true;
      }
      case ROOT_ITEM -> {
        visitor.entry(item.name(), subvolume(item, id));
        yield true;
      }
      default -> false;
    };
  }

  private long subvolume(DirItem item, long id) throws IOException {
    int child = subvolumes.indexOf(id);
    boolean stands =
        child >= 0
            && subvolumes.standsIn(directory.subvolume(), directory.objectId(), item.name(), id);
    if (!stands) {
      return inodes.placeholder(directory.subvolume(), directory.objectId(), id);
    }
    long root = subvolumes.root(child).directory();
    if (!InodeNumber.hasNumber(root)) {
      throw volume.malformed("root directory of subvolume " + id);
    }
    return InodeNumber.of(child, root);
  }
}
