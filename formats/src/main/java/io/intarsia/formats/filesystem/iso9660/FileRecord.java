package io.intarsia.formats.filesystem.iso9660;

import static io.intarsia.formats.filesystem.iso9660.IsoLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.ExtentSource;
import io.intarsia.formats.filesystem.FileSystem.ExtentVisitor;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file or directory by its number: the place of its first record on the disk in bytes, of a
 * directory that of its record of itself.
 */
final class FileRecord {
  private static final int DEFAULT_MODE = 0555;

  /** 4 GiB each. */
  private static final int MAX_EXTENTS = 1 << 14;

  private static final int TYPE_BITS = 0170000;
  private static final int PERMISSION_BITS = 07777;

  private final Volume volume;
  private final List<DirectoryRecord> records = new ArrayList<>(1);
  private final @Nullable RockRidge rock;

  private FileRecord(Volume volume, DirectoryRecord first, @Nullable RockRidge rock) {
    this.volume = volume;
    this.rock = rock;
    records.add(first);
  }

  static FileRecord read(Volume volume, long number) throws IOException {
    DirectoryRecord first = volume.record(number);
    boolean rocky = volume.form() == Volume.NameForm.ROCK_RIDGE;
    FileRecord file = new FileRecord(volume, first, rocky ? RockRidge.read(volume, first) : null);
    if (first.has(FLAG_DIRECTORY) && !first.isSelf()) {
      throw volume.malformed("record " + number + " is another directory's");
    }
    file.addContinuations();
    return file;
  }

  /** The other extents of a large file follow its first record. */
  private void addContinuations() throws IOException {
    while (records.getLast().has(FLAG_MULTI_EXTENT)) {
      DirectoryRecord last = records.getLast();
      long next = last.position() + last.length();
      byte[] block = volume.block(next / BLOCK);
      if (next % BLOCK > BLOCK - MIN_RECORD || block[(int) (next % BLOCK)] == 0) {
        next = Math.ceilDiv(next, BLOCK) * BLOCK;
      }
      DirectoryRecord record = volume.record(next);
      if (!record.sameName(last) || records.size() == MAX_EXTENTS) {
        throw volume.malformed("record " + last.position() + ": its next extent is missing");
      }
      records.add(record);
    }
  }

  private DirectoryRecord first() {
    return records.getFirst();
  }

  FileType type() throws IOException {
    if (first().has(FLAG_DIRECTORY)) {
      return FileType.DIRECTORY;
    }
    if (rock == null || !rock.hasAttributes()) {
      return FileType.FILE;
    }
    return switch ((int) rock.mode() & TYPE_BITS) {
      case 0120000 -> FileType.SYMLINK;
      case 0020000 -> FileType.CHARACTER_DEVICE;
      case 0060000 -> FileType.BLOCK_DEVICE;
      case 0010000 -> FileType.FIFO;
      case 0140000 -> FileType.SOCKET;
      case 0100000 -> FileType.FILE;
      default -> throw volume.malformed("record " + first().position() + ": unknown type");
    };
  }

  Inode toInode() throws IOException {
    FileType type = type();
    RockRidge rocky = rock;
    if (rocky == null) {
      return inode(type, DEFAULT_MODE, 0, 0, first().time(), 0, 0, 0);
    }
    boolean device = type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
    return inode(
        type,
        rocky.hasAttributes() ? (int) rocky.mode() & PERMISSION_BITS : DEFAULT_MODE,
        rocky.uid(),
        rocky.gid(),
        rocky.hasTime() ? rocky.mtimeSeconds() : first().time(),
        rocky.hasTime() ? rocky.mtimeNanos() : 0,
        device ? rocky.deviceMajor() : 0,
        device ? rocky.deviceMinor() : 0);
  }

  private Inode inode(
      FileType type, int mode, long uid, long gid, long seconds, int nanos, int major, int minor) {
    return new Inode(
        first().position(), type, mode, uid, gid, size(type), seconds, nanos, 1, major, minor);
  }

  private long size(FileType type) {
    if (type == FileType.SYMLINK && rock != null) {
      return rock.target().length;
    }
    if (type != FileType.FILE) {
      return 0;
    }
    Zisofs zisofs = zisofs();
    return zisofs == null ? storedSize() : zisofs.size();
  }

  private @Nullable Zisofs zisofs() {
    return rock == null ? null : rock.zisofs();
  }

  private long storedSize() {
    long size = 0;
    for (DirectoryRecord record : records) {
      size += record.size();
    }
    return size;
  }

  byte[] target() {
    return rock == null ? new byte[0] : rock.target();
  }

  void extents(ExtentVisitor visitor) throws IOException {
    Zisofs zisofs = zisofs();
    if (zisofs == null) {
      stored(visitor);
    } else if (zisofs.size() > 0) {
      visitor.extent(new Extent(0, zisofs.size(), Extent.Kind.ELSEWHERE, -1));
    }
  }

  /** The pieces as they are on the disk. */
  private void stored(ExtentVisitor visitor) throws IOException {
    if (rock != null) {
      rock.requireReadable();
    }
    long done = 0;
    for (DirectoryRecord record : records) {
      if (record.isInterleaved()) {
        throw new UnsupportedException(volume.source().description(), "interleaved file");
      }
      long place = record.extent() * BLOCK;
      if (record.size() > 0 && !Ranges.fits(place, record.size(), volume.source().size())) {
        throw volume.malformed("a file reaches past the end of the source");
      }
      if (record.size() > 0) {
        visitor.extent(new Extent(done, record.size(), Extent.Kind.PLAIN, place));
      }
      done += record.size();
    }
  }

  ByteSource open() throws IOException {
    String name = volume.source().description() + " > record " + first().position();
    ByteSource bytes = ExtentSource.of(volume.source(), name, storedSize(), this::stored);
    Zisofs zisofs = zisofs();
    return zisofs == null ? bytes : ZisofsSource.open(bytes, zisofs);
  }
}
