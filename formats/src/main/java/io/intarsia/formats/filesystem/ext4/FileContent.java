package io.intarsia.formats.filesystem.ext4;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.util.Arrays;

/** The bytes of an inode whose data are in blocks. */
final class FileContent implements ByteSource {
  /** At 24 bytes each, 96 MiB; fragmented files of terabytes have fewer. */
  private static final int MAX_RUNS = 4 << 20;

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

  static FileContent open(Volume volume, RawInode inode) throws IOException {
    ByteSource disk = volume.source();
    String name = disk.description() + " > inode " + inode.number();
    FileContent content = new FileContent(disk, name, inode.size());
    int blockSize = volume.blockSize();
    FileMap.visit(
        volume,
        inode,
        (logical, physical, count, written) -> {
          if (written) {
            long end = Math.min(inode.size(), (logical + count) * blockSize);
            content.add(logical * blockSize, end, physical * blockSize);
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
    long position = offset;
    long end = offset + length;
    int run = runAt(offset);
    while (position < end) {
      int at = targetOffset + (int) (position - offset);
      long dataStart = run < runs ? Math.max(position, Math.min(end, starts[run])) : end;
      Arrays.fill(target, at, at + (int) (dataStart - position), (byte) 0);
      if (dataStart < end) {
        long dataEnd = Math.min(end, ends[run]);
        int skipped = (int) (dataStart - position);
        long place = places[run] + (dataStart - starts[run]);
        disk.read(place, target, at + skipped, (int) (dataEnd - dataStart));
        dataStart = dataEnd;
        run++;
      }
      position = dataStart;
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
