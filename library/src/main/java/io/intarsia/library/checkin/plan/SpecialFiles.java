package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.Inode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Picks files out of a walk: those that hold a squashfs file system, and those that may be dropped.
 * Names are asked first, so that almost no file is opened.
 */
final class SpecialFiles {
  private static final long SQUASHFS_MAGIC = 0x73717368L;
  private static final List<byte[]> SQUASHFS_NAMES =
      List.of(ascii(".squashfs"), ascii(".sfs"), ascii(".sqfs"), ascii(".sqsh"), ascii(".img"));

  /** What Linux's swapon wants at least: ten pages. */
  private static final int MIN_SWAP_BYTES = 40_960;

  private final Place place;
  private final Set<Junk> wanted;
  private final boolean nest;
  private final List<Nested> nested = new ArrayList<>();
  private final List<JunkFile> junk = new ArrayList<>();

  /** A file that holds a file system. */
  record Nested(FileSystem around, Inode inode, Place.OfFile place) {}

  /**
   * A file that may be dropped.
   *
   * @param kept bytes at its start that stay
   */
  record JunkFile(Junk kind, Place place, byte[] path, int content, int kept) {}

  /**
   * @param wanted junk that is to be dropped
   * @param nest whether files that hold a file system are looked for
   */
  SpecialFiles(Place place, Set<Junk> wanted, boolean nest) {
    this.place = place;
    this.wanted = wanted;
    this.nest = nest;
  }

  List<Nested> nested() {
    return nested;
  }

  List<JunkFile> junk() {
    return junk;
  }

  /** Looks at a regular file. */
  void file(FileSystem fs, Directory directory, byte[] name, Inode inode, int content)
      throws IOException {
    if (nest && nested.size() < PlanLimits.MAX_NESTED && isNested(fs, name, inode)) {
      byte[] path = directory.path(name);
      nested.add(new Nested(fs, inode, new Place.OfFile(place, path, inode.size())));
    }
    if (!wanted.isEmpty()) {
      junk(fs, directory, name, inode, content);
    }
  }

  private static boolean isNested(FileSystem fs, byte[] name, Inode inode) throws IOException {
    for (byte[] ending : SQUASHFS_NAMES) {
      if (endsWith(name, ending) && inode.size() > 96) {
        try (ByteSource file = fs.open(inode)) {
          return LittleEndian.u32(file.read(0, 4), 0) == SQUASHFS_MAGIC;
        }
      }
    }
    return false;
  }

  private void junk(FileSystem fs, Directory directory, byte[] name, Inode inode, int content)
      throws IOException {
    Junk kind = null;
    int kept = 0;
    if (fs.type().equals("ntfs")) {
      kind = directory.isRoot() ? windows(name) : null;
    } else if (mayBeSwap(name, inode)) {
      try (ByteSource file = fs.open(inode)) {
        SwapSpace swap = SwapSpace.find(file);
        kind = swap == null ? null : swap.kind();
        kept = swap == null ? 0 : swap.pageBytes();
      }
    }
    if (kind != null && wanted.contains(kind)) {
      junk.add(new JunkFile(kind, place, directory.path(name), content, kept));
    }
  }

  private static @Nullable Junk windows(byte[] name) {
    return switch (new String(name, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT)) {
      case "pagefile.sys", "swapfile.sys" -> Junk.PAGEFILE;
      case "hiberfil.sys" -> Junk.HIBERNATION;
      default -> null;
    };
  }

  /** A swap file is one that only its owner reads, or is named so. */
  private static boolean mayBeSwap(byte[] name, Inode inode) {
    return inode.size() >= MIN_SWAP_BYTES
        && inode.size() % 4096 == 0
        && ((inode.mode() & 0177) == 0
            || new String(name, StandardCharsets.ISO_8859_1).contains("swap"));
  }

  private static boolean endsWith(byte[] name, byte[] ending) {
    int start = name.length - ending.length;
    if (start < 0) {
      return false;
    }
    for (int i = ending.length - 1; i >= 0; i--) {
      if (name[start + i] != ending[i] && name[start + i] + ('a' - 'A') != ending[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
