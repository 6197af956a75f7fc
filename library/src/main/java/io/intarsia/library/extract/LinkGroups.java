package io.intarsia.library.extract;

import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.library.manifest.HardLinks;
import io.intarsia.library.manifest.ObjectSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which paths of a tree are one file, and which of them was written already. */
final class LinkGroups {
  /** By path, each of its bytes a character. */
  private final Map<String, Group> groups = new HashMap<>();

  /** Paths that are one file. */
  static final class Group {
    private byte @Nullable [] path;
    private @Nullable DirectoryEntry entry;

    /** Remembers the first name under which the file was written. */
    void written(byte[] writtenPath, DirectoryEntry writtenEntry) {
      if (path == null) {
        path = writtenPath;
        entry = writtenEntry;
      }
    }

    /** The path of the file that was written for an equal entry; null when there is none yet. */
    byte @Nullable [] pathOf(DirectoryEntry other) {
      return entry != null && isSame(entry, other) ? path : null;
    }

    /** The table says that they are one file; a disk that lies has entries that say otherwise. */
    private static boolean isSame(DirectoryEntry a, DirectoryEntry b) {
      return a.type() == b.type()
          && a.mode() == b.mode()
          && a.uid() == b.uid()
          && a.gid() == b.gid()
          && a.size() == b.size()
          && a.mtimeSeconds() == b.mtimeSeconds()
          && a.mtimeNanos() == b.mtimeNanos()
          && a.content().equals(b.content())
          && a.deviceMajor() == b.deviceMajor()
          && a.deviceMinor() == b.deviceMinor()
          && Arrays.equals(a.target(), b.target());
    }
  }

  /**
   * Loads the groups that have several names below a directory, whose path is empty for the root.
   */
  static LinkGroups below(byte[] directory, ObjectSource objects, FileSystemManifest fs)
      throws IOException {
    LinkGroups links = new LinkGroups();
    HardLinks.read(
        objects,
        fs.hardLinks(),
        paths -> {
          Group group = new Group();
          byte @Nullable [] first = null;
          for (byte[] path : paths) {
            if (!isBelow(directory, path)) {
              continue;
            }
            if (first == null) {
              first = path;
            } else {
              links.groups.put(key(first), group);
              links.groups.put(key(path), group);
            }
          }
        });
    return links;
  }

  private static boolean isBelow(byte[] directory, byte[] path) {
    return path.length > directory.length
        && path[directory.length] == '/'
        && Arrays.mismatch(directory, path) == directory.length;
  }

  private static String key(byte[] path) {
    return new String(path, StandardCharsets.ISO_8859_1);
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /** The group of a path, or null. */
  @Nullable Group of(byte[] path) {
    return groups.get(key(path));
  }
}
