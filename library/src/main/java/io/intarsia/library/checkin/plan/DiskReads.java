package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads ranges of a disk into a buffer. Ranges that follow one another on the disk and in the
 * buffer are read as one: a file's end, the slack behind it and the next file mostly do. Holes are
 * not touched.
 */
public final class DiskReads {
  private final ByteSource disk;
  private final byte[] buffer;
  private long pendingDisk;
  private int pendingAt;
  private int pendingLength;

  public DiskReads(ByteSource disk, byte[] buffer) {
    this.disk = disk;
    this.buffer = buffer;
  }

  /** Adds a range, which is read at the latest by {@link #finish}. */
  public void add(long offset, int at, int length) throws IOException {
    boolean follows = offset == pendingDisk + pendingLength && at == pendingAt + pendingLength;
    if (!follows) {
      finish();
      pendingDisk = offset;
      pendingAt = at;
    }
    pendingLength += length;
  }

  /** Adds what stands on no disk. */
  void addZeros(int from, int to) {
    Arrays.fill(buffer, from, to, (byte) 0);
  }

  /** Reads all that was added and is not here yet. */
  public void finish() throws IOException {
    int length = pendingLength;
    pendingLength = 0;
    read(disk, pendingDisk, buffer, pendingAt, length);
  }

  /** Reads a range of the disk; what is known to be a hole is filled with zeros without reading. */
  public static void read(ByteSource disk, long offset, byte[] target, int targetOffset, int length)
      throws IOException {
    long end = offset + length;
    long pos = offset;
    while (pos < end) {
      long data = Math.min(end, disk.nextData(pos));
      Arrays.fill(
          target,
          targetOffset + (int) (pos - offset),
          targetOffset + (int) (data - offset),
          (byte) 0);
      if (data >= end) {
        return;
      }
      long hole = Math.min(end, disk.nextHole(data));
      disk.read(data, target, targetOffset + (int) (data - offset), (int) (hole - data));
      pos = hole;
    }
  }
}
