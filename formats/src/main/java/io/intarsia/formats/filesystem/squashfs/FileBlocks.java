package io.intarsia.formats.filesystem.squashfs;

import static io.intarsia.formats.filesystem.squashfs.SquashfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Where the pieces of a file are: full blocks, and at its end a short block or a part of a
 * fragment. All places have been checked against the file system.
 */
final class FileBlocks {
  /** At 4 bytes each, 16 MiB. */
  private static final int MAX_BLOCKS = 4 << 20;

  private static final int STEP = 1 << 12;

  /** Blocks between two whose positions are kept. */
  private static final int STRIDE = 256;

  private final long reference;
  private final long size;
  private final int blockSize;
  private final Tail tail;
  private int count;
  private int[] sizes = {};
  private long[] positions = {};

  /**
   * The file's end in a fragment.
   *
   * @param length in bytes, 0 when there is none
   * @param position of the fragment block
   * @param size of the fragment block as it is stored
   * @param offset in the fragment block
   */
  record Tail(int length, long position, int size, long offset) {}

  private FileBlocks(long reference, long size, int blockSize, Tail tail) {
    this.reference = reference;
    this.size = size;
    this.blockSize = blockSize;
    this.tail = tail;
  }

  static FileBlocks read(Volume volume, RawInode inode) throws IOException {
    int blockSize = volume.superblock().blockSize();
    FileBlocks blocks =
        new FileBlocks(inode.reference(), inode.size(), blockSize, tail(volume, inode));
    long count = Math.ceilDiv(inode.size() - blocks.tail.length(), (long) blockSize);
    if (count > MAX_BLOCKS) {
      throw new UnsupportedException(
          volume.description(), "a file of more than " + MAX_BLOCKS + " blocks");
    }
    blocks.readSizes(volume, inode, (int) count);
    return blocks;
  }

  private static Tail tail(Volume volume, RawInode inode) throws IOException {
    int length = (int) (inode.size() & (volume.superblock().blockSize() - 1));
    if (inode.fragment() == NO_FRAGMENT || length == 0) {
      return new Tail(0, 0, 0, 0);
    }
    Volume.Fragment fragment = volume.fragment(inode.fragment());
    volume.data().check(fragment.start(), fragment.size());
    boolean plain = DataBlocks.isPlain(fragment.size());
    long room = plain ? DataBlocks.stored(fragment.size()) : volume.superblock().blockSize();
    if (inode.offset() > room - length || DataBlocks.stored(fragment.size()) == 0) {
      throw volume.malformed("inode " + inode.reference() + ": place in its fragment");
    }
    return new Tail(length, fragment.start(), fragment.size(), inode.offset());
  }

  private void readSizes(Volume volume, RawInode inode, int wanted) throws IOException {
    long position = inode.start();
    while (count < wanted) {
      int n = Math.min(STEP, wanted - count);
      byte[] list = inode.rest().take(n * Integer.BYTES);
      if (sizes.length < count + n) {
        sizes = Arrays.copyOf(sizes, Math.min(wanted, Math.max(count + n, 2 * sizes.length)));
        positions = Arrays.copyOf(positions, Math.ceilDiv(sizes.length, STRIDE));
      }
      for (int i = 0; i < n; i++) {
        if (count % STRIDE == 0) {
          positions[count / STRIDE] = position;
        }
        int stored = LittleEndian.i32(list, i * Integer.BYTES);
        sizes[count] = stored;
        check(volume, position, stored);
        position += DataBlocks.stored(stored);
        count++;
      }
    }
  }

  private void check(Volume volume, long position, int stored) throws IOException {
    if (stored == 0) {
      return;
    }
    volume.data().check(position, stored);
    if (DataBlocks.isPlain(stored) && DataBlocks.stored(stored) != length(count)) {
      throw volume.malformed("inode " + reference + ": length of block " + count);
    }
  }

  long reference() {
    return reference;
  }

  long size() {
    return size;
  }

  int blockSize() {
    return blockSize;
  }

  /** Number of blocks, without the end in a fragment. */
  int count() {
    return count;
  }

  Tail tail() {
    return tail;
  }

  /** Bytes of the file in a block. */
  int length(int block) {
    return (int) Math.min(blockSize, size - (long) block * blockSize);
  }

  /** Whether a block is a hole. */
  boolean isHole(int block) {
    return sizes[block] == 0;
  }

  /** Size of a block as it is stored. */
  int stored(int block) {
    return sizes[block];
  }

  /** Position of a block on the disk. */
  long position(int block) {
    long position = positions[block / STRIDE];
    for (int i = block / STRIDE * STRIDE; i < block; i++) {
      position += DataBlocks.stored(sizes[i]);
    }
    return position;
  }
}
