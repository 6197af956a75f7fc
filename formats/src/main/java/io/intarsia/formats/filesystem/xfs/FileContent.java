package io.intarsia.formats.filesystem.xfs;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.util.Arrays;

/** The bytes of a fork whose data are in blocks. */
final class FileContent implements ByteSource {
  /** At 24 bytes each, 96 MiB; fragmented files of terabytes have fewer. */
  private static final int MAX_RUNS = 4 << 20;

  private static final long NOWHERE = -1;

  private final ByteSource disk;
  private final String description;
  private final long size;
  private int runs;
  private long[] starts = new long[4];
  private long[] ends = new long[4];
  private long[] places = new long[4];

  private FileContent(ByteSource disk, String description, long size) {
    this.disk = disk;
    this.description = description;
    this.size = size;
  }

  /**
   * @param disk what the blocks are read from
   * @param size in bytes; what lies beyond is left out
   */
  static FileContent open(Volume volume, ByteSource disk, RawInode inode, Fork fork, long size)
      throws IOException {
    String name = disk.description() + " > inode " + inode.number();
    FileContent content = new FileContent(disk, name, size);
    long blockSize = volume.blockSize();
    FileMap.visit(
        volume,
        inode,
        fork,
        volume.blocksFor(size),
        (logical, physical, count, written) -> {
          if (written) {
            long end = volume.endInFile(logical + count, size);
            content.add(logical * blockSize, end, volume.offset(physical));
          }
        });
    return content;
  }

  private void add(long start, long end, long place) throws UnsupportedException {
    if (runs == MAX_RUNS) {
      throw new UnsupportedException(description, "more than " + MAX_RUNS + " pieces");
    }
    if (runs == starts.length) {
      starts = Arrays.copyOf(starts, 2 * runs);
      ends = Arrays.copyOf(ends, 2 * runs);
      places = Arrays.copyOf(places, 2 * runs);
    }
    starts[runs] = start;
    ends[runs] = end;
    places[runs] = place;
    runs++;
  }

  /** The first run that ends after {@code offset}; {@code runs} when there is none. */
  private int runAt(long offset) {
    int low = 0;
    int high = runs;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] > offset) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Where the byte is on the disk, or -1 in a hole. */
  long place(long offset) {
    int run = runAt(offset);
    return run < runs && starts[run] <= offset ? places[run] + (offset - starts[run]) : NOWHERE;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(this, offset, length);
    long end = offset + length;
    long position = offset;
    for (int run = runAt(offset); position < end; run++) {
      int at = targetOffset + (int) (position - offset);
      long data = run < runs ? Math.min(end, Math.max(position, starts[run])) : end;
      int hole = (int) (data - position);
      Arrays.fill(target, at, at + hole, (byte) 0);
      position = data;
      if (data < end) {
        long dataEnd = Math.min(end, ends[run]);
        disk.read(places[run] + (data - starts[run]), target, at + hole, (int) (dataEnd - data));
        position = dataEnd;
      }
    }
  }

  @Override
  public long nextData(long offset) {
    int run = runAt(offset);
    return run < runs ? Math.max(offset, starts[run]) : size;
  }

  @Override
  public long nextHole(long offset) {
    int run = runAt(offset);
    if (run == runs || offset < starts[run]) {
      return Math.min(offset, size);
    }
    while (run + 1 < runs && starts[run + 1] == ends[run]) {
      run++;
    }
    return ends[run];
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
