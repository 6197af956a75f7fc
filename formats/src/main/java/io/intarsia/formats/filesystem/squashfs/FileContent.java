package io.intarsia.formats.filesystem.squashfs;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.HoleCache;
import io.intarsia.bytes.Ranges;
import java.io.IOException;
import java.util.Arrays;

/** The bytes of a file. */
final class FileContent implements ByteSource {
  private final ByteSource disk;
  private final DataBlocks data;
  private final FileBlocks blocks;
  private final String description;
  private final HoleCache holes;

  FileContent(ByteSource disk, DataBlocks data, FileBlocks blocks) {
    this.disk = disk;
    this.data = data;
    this.blocks = blocks;
    this.description = disk.description() + " > inode " + blocks.reference();
    this.holes = new HoleCache(blocks.size(), this::findRun);
  }

  @Override
  public long size() {
    return blocks.size();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(this, offset, length);
    int done = 0;
    while (done < length) {
      long at = offset + done;
      int block = (int) (at / blocks.blockSize());
      int from = (int) (at % blocks.blockSize());
      boolean inTail = block >= blocks.count();
      int room = inTail ? blocks.tail().length() : blocks.length(block);
      int n = Math.min(length - done, room - from);
      if (inTail) {
        readTail(from, target, targetOffset + done, n);
      } else {
        readBlock(block, from, target, targetOffset + done, n);
      }
      done += n;
    }
  }

  private void readBlock(int block, int from, byte[] target, int targetOffset, int length)
      throws IOException {
    int stored = blocks.stored(block);
    if (stored == 0) {
      Arrays.fill(target, targetOffset, targetOffset + length, (byte) 0);
    } else if (DataBlocks.isPlain(stored)) {
      disk.read(blocks.position(block) + from, target, targetOffset, length);
    } else {
      long position = blocks.position(block);
      data.readData(position, stored, blocks.length(block), from, target, targetOffset, length);
    }
  }

  private void readTail(int from, byte[] target, int targetOffset, int length) throws IOException {
    FileBlocks.Tail tail = blocks.tail();
    long place = tail.offset() + from;
    if (DataBlocks.isPlain(tail.size())) {
      disk.read(tail.position() + place, target, targetOffset, length);
    } else {
      data.readFragment(tail.position(), tail.size(), place, target, targetOffset, length);
    }
  }

  @Override
  public long nextData(long offset) throws IOException {
    return holes.nextData(offset);
  }

  @Override
  public long nextHole(long offset) throws IOException {
    return holes.nextHole(offset);
  }

  private HoleCache.Run findRun(long offset) {
    int block = (int) (offset / blocks.blockSize());
    boolean hole = block < blocks.count() && blocks.isHole(block);
    while (block < blocks.count() && blocks.isHole(block) == hole) {
      block++;
    }
    boolean toTheEnd = block >= blocks.count() && (!hole || blocks.tail().length() == 0);
    long end = toTheEnd ? size() : (long) block * blocks.blockSize();
    return new HoleCache.Run(offset, end, hole);
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
