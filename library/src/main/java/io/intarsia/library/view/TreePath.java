package io.intarsia.library.view;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.DirectoryObject;
import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.library.manifest.ObjectSource;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a path leads to in a stored tree. Symbolic links on the way are followed inside the tree, as
 * the kernel would in a chroot.
 *
 * @param path canonical, absolute, without symbolic links before the last name
 */
public record TreePath(byte[] path, DirectoryEntry entry) {
  private static final int MAX_LINKS = 40;
  private static final int MAX_NAMES = 1 << 16;

  /**
   * Follows a path.
   *
   * @param followLast whether a symbolic link at the end is followed too; a path that ends in a
   *     slash always is
   * @return null when nothing is there
   * @throws LibraryException when links go round in circles
   */
  public static @Nullable TreePath find(
      ObjectSource objects, FileSystemManifest fs, byte[] path, boolean followLast)
      throws IOException {
    ArrayDeque<byte[]> todo = split(path);
    boolean follow = followLast || (path.length > 0 && path[path.length - 1] == '/');
    List<DirectoryEntry> way = new ArrayList<>();
    way.add(fs.root());
    int links = 0;
    while (!todo.isEmpty()) {
      byte[] name = todo.pop();
      if (isDots(name)) {
        if (way.getLast().type() != FileType.DIRECTORY) {
          return null;
        }
        if (name.length == 2 && way.size() > 1) {
          way.removeLast();
        }
        continue;
      }
      DirectoryEntry here = way.getLast();
      DirectoryEntry next = here.type() == FileType.DIRECTORY ? child(objects, here, name) : null;
      if (next == null) {
        return null;
      }
      byte[] target = next.target();
      if (target != null && (follow || !todo.isEmpty())) {
        if (++links > MAX_LINKS || todo.size() > MAX_NAMES) {
          throw new LibraryException("too many symbolic links in the path");
        }
        if (target.length > 0 && target[0] == '/') {
          way.subList(1, way.size()).clear();
        }
        split(target).descendingIterator().forEachRemaining(todo::push);
        continue;
      }
      way.add(next);
    }
    return new TreePath(join(way), way.getLast());
  }

  /** The entry of that name in a directory, or null. */
  private static @Nullable DirectoryEntry child(
      ObjectSource objects, DirectoryEntry directory, byte[] name) throws IOException {
    DirectoryEntry[] found = new DirectoryEntry[1];
    DirectoryObject.read(
        objects,
        directory.requireDirectory(),
        entry -> {
          if (Arrays.equals(entry.name(), name)) {
            found[0] = entry;
          }
        });
    return found[0];
  }

  private static boolean isDots(byte[] name) {
    return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
  }

  private static ArrayDeque<byte[]> split(byte[] path) {
    ArrayDeque<byte[]> names = new ArrayDeque<>();
    int start = 0;
    for (int i = 0; i <= path.length; i++) {
      if (i == path.length || path[i] == '/') {
        if (i > start) {
          names.add(Arrays.copyOfRange(path, start, i));
        }
        start = i + 1;
      }
    }
    return names;
  }

  private static byte[] join(List<DirectoryEntry> way) {
    byte[] path = {'/'};
    for (DirectoryEntry entry : way.subList(1, way.size())) {
      path = Paths.child(path, entry.name());
    }
    return path;
  }
}
