package io.intarsia.formats.filesystem.squashfs;

import static io.intarsia.formats.filesystem.squashfs.SquashfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.FileSystem.EntryVisitor;
import java.io.IOException;

/**
 * The entries of a directory: headers, each followed by up to 256 entries whose inodes are in one
 * metadata block. The index of an extended directory, which only makes look-ups fast, is not read.
 */
final class DirectoryReader {
  private final Volume volume;
  private final RawInode directory;
  private final EntryVisitor visitor;
  private long left;

  DirectoryReader(Volume volume, RawInode directory, EntryVisitor visitor) {
    this.volume = volume;
    this.directory = directory;
    this.visitor = visitor;
    this.left = directory.size() - DIRECTORY_EXTRA_BYTES;
  }

  void list() throws IOException {
    if (left <= 0) {
      return;
    }
    MetadataCursor cursor =
        volume.at(
            volume.superblock().directoryTable(), directory.start() << 16 | directory.offset());
    while (left > 0) {
      byte[] header = take(cursor, DIRECTORY_HEADER_BYTES);
      long count = LittleEndian.u32(header, 0) + 1;
      if (count > MAX_ENTRIES_OF_HEADER) {
        throw bad("header");
      }
      long inodeBlock = LittleEndian.u32(header, 4) << 16;
      for (long i = 0; i < count; i++) {
        entry(cursor, inodeBlock);
      }
    }
  }

  private void entry(MetadataCursor cursor, long inodeBlock) throws IOException {
    byte[] entry = take(cursor, DIRECTORY_ENTRY_BYTES);
    int nameLength = LittleEndian.u16(entry, 6) + 1;
    if (nameLength > MAX_NAME_BYTES) {
      throw bad("name");
    }
    byte[] name = take(cursor, nameLength);
    if (!isName(name)) {
      throw bad("name");
    }
    visitor.entry(name, inodeBlock | LittleEndian.u16(entry, 0));
  }

  private byte[] take(MetadataCursor cursor, int length) throws IOException {
    left -= length;
    if (left < 0) {
      throw bad("size");
    }
    return cursor.take(length);
  }

  private MalformedException bad(String what) {
    return volume.malformed("directory inode " + directory.reference() + ": bad " + what);
  }

  private static boolean isName(byte[] name) {
    for (byte b : name) {
      if (b == 0 || b == '/') {
        return false;
      }
    }
    boolean dots = name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    return !dots;
  }
}
