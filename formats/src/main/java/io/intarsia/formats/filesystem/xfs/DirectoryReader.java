package io.intarsia.formats.filesystem.xfs;

import static io.intarsia.formats.filesystem.xfs.XfsLayout.*;

import io.intarsia.bytes.BigEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.ExtentSource;
import io.intarsia.formats.filesystem.FileSystem.EntryVisitor;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory: in the inode, or in the data blocks before {@link
 * XfsLayout#DIR_LEAF_OFFSET}. What lies behind is an index of them, which a reader of everything
 * does not need.
 */
final class DirectoryReader {
  private final Volume volume;
  private final RawInode directory;
  private final EntryVisitor visitor;
  private final int typeSize;
  private @Nullable MalformedException damage;

  DirectoryReader(Volume volume, RawInode directory, EntryVisitor visitor) {
    this.volume = volume;
    this.directory = directory;
    this.visitor = visitor;
    this.typeSize = volume.superblock().fileTypes() ? 1 : 0;
  }

  /** Visits what can be read, and throws at the end when a block was damaged. */
  void list() throws IOException {
    if (directory.data().format() == FMT_LOCAL) {
      inInode();
    } else {
      blocks();
    }
    if (damage != null) {
      throw damage;
    }
  }

  /** A count, the parent's number, and entries without padding. */
  private void inInode() throws IOException {
    byte[] bytes = directory.bytes();
    int start = directory.data().offset();
    int length = directory.data().length();
    check(directory.size() <= length, "size");
    int end = start + (int) directory.size();
    check(end - start >= SF_PARENT + Integer.BYTES, "size");
    int numberSize = bytes[start + SF_I8COUNT] != 0 ? Long.BYTES : Integer.BYTES;
    int count = bytes[start] & 0xFF;
    int at = start + SF_PARENT + numberSize;
    for (int i = 0; i < count; i++) {
      check(at + SF_NAME <= end, "entry");
      int nameLength = bytes[at] & 0xFF;
      int number = at + SF_NAME + nameLength + typeSize;
      check(number + numberSize <= end, "entry");
      entry(
          Arrays.copyOfRange(bytes, at + SF_NAME, at + SF_NAME + nameLength),
          numberSize == Long.BYTES ? BigEndian.i64(bytes, number) : BigEndian.u32(bytes, number));
      at = number + numberSize;
    }
  }

  private void blocks() throws IOException {
    ExtentSource content =
        FileContent.open(volume, volume.source(), directory, directory.data(), DIR_LEAF_OFFSET);
    int size = volume.superblock().directoryBlockSize();
    long at = content.nextData(0) & -size;
    while (at < content.size()) {
      try {
        block(content, at, content.read(at, size));
      } catch (MalformedException e) {
        damage = e;
      }
      at = content.nextData(at + size) & -size;
    }
  }

  private void block(ExtentSource content, long at, byte[] block) throws IOException {
    int magic = BigEndian.i32(block, 0);
    boolean five = volume.superblock().describesItself();
    boolean whole = magic == (five ? DIR_BLOCK_MAGIC_V5 : DIR_BLOCK_MAGIC);
    check(whole || magic == (five ? DIR_DATA_MAGIC_V5 : DIR_DATA_MAGIC), "magic of a block");
    volume.verify(
        block,
        BlockHeader.DIRECTORY,
        content.place(at),
        directory.number(),
        "directory inode " + directory.number());
    int header = five ? DIR_HEADER_SIZE_V5 : DIR_HEADER_SIZE;
    int end = block.length;
    if (whole) {
      long leaves = BigEndian.u32(block, block.length - DIR_TAIL_SIZE);
      check(leaves <= block.length / DIR_LEAF_ENTRY_SIZE, "number of entries of a block");
      end -= DIR_TAIL_SIZE + (int) leaves * DIR_LEAF_ENTRY_SIZE;
      check(end >= header, "number of entries of a block");
    }
    entries(block, header, end);
  }

  /** Entries and free space, each with its own place in its last two bytes. */
  private void entries(byte[] block, int start, int end) throws IOException {
    int at = start;
    while (at < end) {
      check(at + Long.BYTES <= end, "entry");
      boolean free = BigEndian.u16(block, at) == DIR_FREE_TAG;
      check(free || at + DE_NAME <= end, "entry");
      int nameLength = free ? 0 : block[at + DE_NAMELEN] & 0xFF;
      int length = free ? BigEndian.u16(block, at + 2) : entryLength(nameLength);
      boolean fits = length > 0 && length % DIR_ALIGNMENT == 0 && at + length <= end;
      check(fits && BigEndian.u16(block, at + length - DE_TAG_SIZE) == at, "entry");
      if (!free) {
        int name = at + DE_NAME;
        entry(Arrays.copyOfRange(block, name, name + nameLength), BigEndian.i64(block, at));
      }
      at += length;
    }
  }

  private int entryLength(int nameLength) {
    int used = DE_NAME + nameLength + typeSize + DE_TAG_SIZE;
    return (used + DIR_ALIGNMENT - 1) & -DIR_ALIGNMENT;
  }

  private void entry(byte[] name, long number) throws IOException {
    check(name.length > 0, "name");
    boolean dots = name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    if (!dots) {
      for (byte b : name) {
        check(b != 0 && b != '/', "name");
      }
      visitor.entry(name, number);
    }
  }

  private void check(boolean good, String what) throws MalformedException {
    if (!good) {
      throw volume.malformed("directory inode " + directory.number() + ": bad " + what);
    }
  }
}
