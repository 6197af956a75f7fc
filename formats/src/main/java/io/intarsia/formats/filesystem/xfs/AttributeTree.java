package io.intarsia.formats.filesystem.xfs;

import static io.intarsia.formats.filesystem.xfs.XfsLayout.*;

import io.intarsia.bytes.BigEndian;
import io.intarsia.formats.filesystem.ExtentSource;
import java.io.IOException;
import java.util.Arrays;

/**
 * Attributes in blocks: a leaf at the beginning of the fork, or a tree over several leaves, which
 * are linked to each other. Longer values have blocks of their own.
 */
final class AttributeTree {
  /** Blocks of one fork that are read; Linux makes a few thousand at most. */
  private static final int MAX_LEAVES = 1 << 16;

  private static final long MAX_FORK_BYTES = 1L << 48;

  private final Volume volume;
  private final RawInode inode;
  private final Visitor visitor;
  private final boolean five;

  /** Takes an attribute. */
  interface Visitor {
    /**
     * @param flags of the ATTR constants
     * @param value reads the value; only valid during the call
     */
    void attribute(int flags, byte[] name, Value value) throws IOException;
  }

  /** A value that may have to be read. */
  interface Value {
    byte[] read() throws IOException;
  }

  AttributeTree(Volume volume, RawInode inode, Visitor visitor) {
    this.volume = volume;
    this.inode = inode;
    this.visitor = visitor;
    this.five = volume.superblock().describesItself();
  }

  void visit() throws IOException {
    ExtentSource content =
        FileContent.open(volume, volume.source(), inode, inode.attributes(), MAX_FORK_BYTES);
    long number = 0;
    byte[] block = block(content, number);
    for (int depth = 0; magic(block) == (five ? DA_NODE_MAGIC_V5 : DA_NODE_MAGIC); depth++) {
      check(depth < DA_MAX_DEPTH, "depth");
      int header = five ? DA_NODE_HEADER_SIZE_V5 : DA_NODE_HEADER_SIZE;
      number = BigEndian.u32(block, header + DA_NODE_BEFORE);
      block = block(content, number);
    }
    for (int leaves = 1; ; leaves++) {
      check(magic(block) == (five ? ATTR_LEAF_MAGIC_V5 : ATTR_LEAF_MAGIC), "magic");
      leaf(content, block);
      long next = BigEndian.u32(block, DA_FORW);
      if (next == 0) {
        return;
      }
      check(leaves < MAX_LEAVES && next != number, "chain of leaves");
      number = next;
      block = block(content, number);
    }
  }

  private static int magic(byte[] block) {
    return BigEndian.u16(block, DA_MAGIC);
  }

  private byte[] block(ExtentSource content, long number) throws IOException {
    long place = content.place(number * volume.blockSize());
    check(place >= 0, "block number");
    byte[] block = content.read(number * volume.blockSize(), volume.blockSize());
    String what = "inode " + inode.number() + ": attributes";
    volume.verify(block, BlockHeader.ATTRIBUTES, place, inode.number(), what);
    return block;
  }

  private void leaf(ExtentSource content, byte[] block) throws IOException {
    int header = five ? ATTR_LEAF_HEADER_SIZE_V5 : ATTR_LEAF_HEADER_SIZE;
    int count = BigEndian.u16(block, five ? DA_INFO_SIZE_V5 : DA_INFO_SIZE);
    check(header + count * ATTR_ENTRY_SIZE <= block.length, "number of entries");
    for (int i = 0; i < count; i++) {
      int entry = header + i * ATTR_ENTRY_SIZE;
      int place = BigEndian.u16(block, entry + ATTR_ENTRY_NAMEIDX);
      entry(content, block, block[entry + ATTR_ENTRY_FLAGS], place);
    }
  }

  private void entry(ExtentSource content, byte[] block, int flags, int place) throws IOException {
    boolean local = (flags & ATTR_LOCAL) != 0;
    int lengthAt = place + (local ? 2 : 2 * Integer.BYTES);
    check(lengthAt < block.length, "place of an entry");
    int name = lengthAt + 1;
    int nameEnd = name + (block[lengthAt] & 0xFF);
    check(nameEnd <= block.length, "name");
    Value value;
    if (local) {
      int end = nameEnd + BigEndian.u16(block, place);
      check(end <= block.length, "value");
      value = () -> Arrays.copyOfRange(block, nameEnd, end);
    } else {
      long first = BigEndian.u32(block, place);
      long length = BigEndian.u32(block, place + Integer.BYTES);
      value = () -> remote(content, first, length);
    }
    visitor.attribute(flags, Arrays.copyOfRange(block, name, nameEnd), value);
  }

  /** In version 5 every block of a value has a header. */
  private byte[] remote(ExtentSource content, long first, long length) throws IOException {
    check(length <= ATTR_MAX_VALUE, "length of a value");
    byte[] value = new byte[(int) length];
    int blockSize = volume.blockSize();
    int header = five ? REMOTE_HEADER_SIZE : 0;
    int done = 0;
    for (long at = first * blockSize; done < value.length; at += blockSize) {
      long place = content.place(at);
      check(place >= 0, "place of a value");
      byte[] block = content.read(at, blockSize);
      int here = Math.min(value.length - done, blockSize - header);
      if (five) {
        remoteHeader(block, place, done, here);
      }
      System.arraycopy(block, header, value, done, here);
      done += here;
    }
    return value;
  }

  private void remoteHeader(byte[] block, long place, int offset, int length) throws IOException {
    String what = "inode " + inode.number() + ": value of an attribute";
    volume.verify(block, BlockHeader.REMOTE, place, inode.number(), what);
    boolean mine =
        BigEndian.i32(block, 0) == ATTR_REMOTE_MAGIC
            && BigEndian.u32(block, REMOTE_OFFSET) == offset
            && BigEndian.u32(block, REMOTE_BYTES) == length;
    check(mine, "header of a value");
  }

  private void check(boolean good, String what) throws IOException {
    if (!good) {
      throw volume.malformed("inode " + inode.number() + ": attributes: bad " + what);
    }
  }
}
