package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Targets of junctions and symbolic links as paths that slashes part, as ntfs-3g gives them when
 * the volume is mounted at {@code /}: names are spelled as the directories spell them, and what
 * lies on another drive is looked for in {@code /.NTFS-3G/X:}. A target that is not there keeps the
 * name that it was given.
 */
final class LinkTargets {
  private static final byte[] FULL = Names.utf16("\\??\\");
  private static final byte[] VOLUME = Names.utf16("\\??\\Volume{");
  private static final byte[] OTHER_DRIVES = Names.utf16(".NTFS-3G");
  private static final byte[] DOT = Names.utf16(".");
  private static final byte[] DOT_DOT = Names.utf16("..");
  private static final byte[] ELSEWHERE = "/.NTFS-3G/".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ROOT = {'/'};

  private final Mft mft;
  private volatile @Nullable UpCase upCase;

  LinkTargets(Mft mft) {
    this.mft = mft;
  }

  /** The target of a link that {@link ReparsePoint#isLink} knows. */
  byte[] of(FileRecord link, ReparsePoint point) throws IOException {
    if (point.tag() == TAG_LX_SYMLINK) {
      return Arrays.copyOfRange(point.data(), Integer.BYTES, point.data().length);
    }
    byte[] target = point.substituteName();
    if (starts(target, FULL) && !point.isRelative()) {
      return full(target, point);
    }
    if (unit(target, 0) == '\\' && unit(target, 1) != '\\') {
      byte[] path = from(target, 1);
      spell(FileRecord.read(mft, RECORD_ROOT), path);
      return join(ROOT, path);
    }
    if (point.isRelative() && unit(target, 1) != ':') {
      FileRecord parent = parent(link);
      if (parent != null) {
        spell(parent, target);
      }
      return utf8(target);
    }
    return printed(point);
  }

  private byte[] full(byte[] target, ReparsePoint point) throws IOException {
    boolean onDrive = unit(target, 5) == ':' && unit(target, 6) == '\\';
    if (onDrive) {
      byte[] path = from(target, 7);
      if (path.length > 0 && !isMapped(unit(target, 4))) {
        boolean found = spell(FileRecord.read(mft, RECORD_ROOT), path);
        if (found) {
          return join(ROOT, path);
        }
      }
      byte[] other = join(ELSEWHERE, from(target, 4));
      byte drive = other[ELSEWHERE.length];
      other[ELSEWHERE.length] = drive >= 'a' && drive <= 'z' ? (byte) (drive - 'a' + 'A') : drive;
      return other;
    }
    if (starts(target, VOLUME)) {
      byte[] name = from(target, 4);
      boolean closed = unit(target, target.length / 2 - 1) == '\\';
      return join(ELSEWHERE, closed ? Arrays.copyOf(name, name.length - 2) : name);
    }
    return printed(point);
  }

  private static byte[] printed(ReparsePoint point) {
    byte[] name = point.printName();
    return utf8(name.length == 0 ? point.substituteName() : name);
  }

  /** Whether somebody said by a link in /.NTFS-3G where that drive is. */
  private boolean isMapped(int drive) throws IOException {
    FileRecord drives = child(FileRecord.read(mft, RECORD_ROOT), OTHER_DRIVES.clone());
    byte[] name = Names.utf16((char) drive + ":");
    return drives != null && drives.isDirectory() && child(drives, name) != null;
  }

  /**
   * Replaces the names of a path by what the directories call them, as far as they are found.
   *
   * @return whether all were found, or a link on the way
   */
  private boolean spell(FileRecord start, byte[] path) throws IOException {
    FileRecord at = start;
    int from = 0;
    while (from < path.length / 2) {
      int to = from;
      while (to < path.length / 2 && unit(path, to) != '\\') {
        to++;
      }
      byte[] name = Arrays.copyOfRange(path, 2 * from, 2 * to);
      FileRecord next = step(at, name);
      if (next == null) {
        return false;
      }
      System.arraycopy(name, 0, path, 2 * from, name.length);
      from = to + 1;
      if (!next.isDirectory() || isReparsePoint(next)) {
        return isReparsePoint(next) || from >= path.length / 2;
      }
      at = next;
    }
    return true;
  }

  /** Where a name leads from a directory, or null; the name becomes what the directory calls it. */
  private @Nullable FileRecord step(FileRecord at, byte[] name) throws IOException {
    if (name.length == 0 || Arrays.equals(name, DOT)) {
      return at;
    }
    return Arrays.equals(name, DOT_DOT) ? parent(at) : child(at, name);
  }

  private @Nullable FileRecord child(FileRecord directory, byte[] name) throws IOException {
    try {
      DirectoryIndex.Found found = new DirectoryIndex(directory).find(name, upCase());
      if (found == null) {
        return null;
      }
      System.arraycopy(found.name(), 0, name, 0, name.length);
      return FileRecord.read(mft, found.record());
    } catch (MalformedException e) {
      // A link says where it leads although what is there is damaged.
      return null;
    }
  }

  private @Nullable FileRecord parent(FileRecord file) throws IOException {
    Attribute name = file.first(TYPE_FILE_NAME, Attribute.NO_NAME);
    if (name == null || !name.isResident() || name.valueLength() < NAME_CHARS) {
      return null;
    }
    try {
      long parent = LittleEndian.i64(name.value(), NAME_PARENT) & REFERENCE_MASK;
      return FileRecord.read(mft, parent);
    } catch (MalformedException e) {
      return null;
    }
  }

  private static boolean isReparsePoint(FileRecord file) throws IOException {
    return (StandardInformation.of(file).flags() & FILE_REPARSE_POINT) != 0;
  }

  private UpCase upCase() throws IOException {
    UpCase known = upCase;
    if (known == null) {
      known = UpCase.read(mft);
      upCase = known;
    }
    return known;
  }

  /** A unit of a name in UTF-16LE, 0 past its end. */
  private static int unit(byte[] name, int index) {
    return index >= 0 && 2 * index + 1 < name.length ? LittleEndian.u16(name, 2 * index) : 0;
  }

  private static byte[] from(byte[] name, int units) {
    return Arrays.copyOfRange(name, 2 * units, name.length);
  }

  private static boolean starts(byte[] name, byte[] start) {
    return name.length >= start.length
        && Arrays.equals(name, 0, start.length, start, 0, start.length);
  }

  private static byte[] join(byte[] start, byte[] path) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(start);
    joined.writeBytes(utf8(path));
    return joined.toByteArray();
  }

  private static byte[] utf8(byte[] path) {
    byte[] bytes = Names.utf8(path, 0, path.length / 2);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '\\' ? (byte) '/' : bytes[i];
    }
    return bytes;
  }
}
