package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.util.Arrays;

/** Reads that do not touch holes. */
public final class DiskReads {
  private DiskReads() {}

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
