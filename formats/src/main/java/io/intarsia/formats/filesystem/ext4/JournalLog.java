package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.JournalLayout.*;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import java.io.IOException;

/** A cursor that goes once around the ring of the log at most. */
final class JournalLog {
  private final ByteSource journal;
  private final JournalSuperblock superblock;
  private long position;
  private long left;

  JournalLog(ByteSource journal, JournalSuperblock superblock) {
    this.journal = journal;
    this.superblock = superblock;
    this.position = superblock.start();
    this.left = superblock.last() - superblock.first();
  }

  /** Number of the block in the journal that comes next; the cursor moves behind it. */
  long advance() throws IOException {
    if (left == 0) {
      throw malformed("runs into itself");
    }
    left--;
    long result = position++;
    if (position == superblock.last()) {
      position = superblock.first();
    }
    return result;
  }

  /** Whether the cursor has been everywhere. */
  boolean atEnd() {
    return left == 0;
  }

  byte[] next() throws IOException {
    return read(advance());
  }

  byte[] read(long block) throws IOException {
    return journal.read(block * superblock.blockSize(), superblock.blockSize());
  }

  MalformedException malformed(String what) {
    return new MalformedException(journal.description(), "log " + what);
  }

  /** The tags of a descriptor block, in order. */
  void tags(byte[] descriptor, TagVisitor visitor) throws IOException {
    int size = superblock.tagSize();
    int end = descriptor.length - (superblock.hasBlockChecksums() ? TAIL_SIZE : 0);
    int at = HEADER_SIZE;
    int flags = 0;
    while (at + size <= end && (flags & FLAG_LAST_TAG) == 0) {
      flags = BigEndian.u16(descriptor, at + T_FLAGS);
      long high =
          superblock.has(INCOMPAT_64BIT) ? BigEndian.u32(descriptor, at + T_BLOCKNR_HIGH) << 32 : 0;
      visitor.tag(at, high | BigEndian.u32(descriptor, at + T_BLOCKNR), flags);
      at += size + ((flags & FLAG_SAME_UUID) == 0 ? UUID_LENGTH : 0);
    }
  }

  /** Takes a tag, which stands at {@code at}, of a block of the file system. */
  interface TagVisitor {
    void tag(int at, long block, int flags) throws IOException;
  }
}
