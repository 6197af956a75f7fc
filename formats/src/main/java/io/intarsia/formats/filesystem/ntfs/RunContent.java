package io.intarsia.formats.filesystem.ntfs;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.util.Arrays;

/** The bytes of a non-resident attribute that is not compressed. */
final class RunContent implements ByteSource {
  private final ByteSource disk;
  private final String description;
  private final Runs runs;
  private final int clusterSize;
  private final long size;
  private final long initialized;

  /**
   * @param runs cover {@code size}
   * @param initialized bytes from which on zeros are read
   */
  RunContent(
      ByteSource disk, String name, Runs runs, int clusterSize, long size, long initialized) {
    this.disk = disk;
    this.description = disk.description() + " > " + name;
    this.runs = runs;
    this.clusterSize = clusterSize;
    this.size = size;
    this.initialized = initialized;
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
    long stored = Math.clamp(initialized - offset, 0, length);
    long position = offset;
    long end = offset + stored;
    int run = runs.runOf(offset / clusterSize);
    while (position < end) {
      int at = targetOffset + (int) (position - offset);
      long inRun = position - runs.start(run) * clusterSize;
      int n = (int) Math.min(end - position, runs.length(run) * clusterSize - inRun);
      if (runs.place(run) == Runs.SPARSE) {
        Arrays.fill(target, at, at + n, (byte) 0);
      } else {
        readDisk(runs.place(run) * clusterSize + inRun, target, at, n);
      }
      position += n;
      run++;
    }
    Arrays.fill(target, targetOffset + (int) stored, targetOffset + length, (byte) 0);
  }

  private void readDisk(long place, byte[] target, int at, int length) throws IOException {
    if (!Ranges.fits(place, length, disk.size())) {
      throw new MalformedException(description, "clusters beyond the end of the source");
    }
    disk.read(place, target, at, length);
  }

  @Override
  public long nextData(long offset) {
    long at = offset;
    int run = runs.runOf(offset / clusterSize);
    while (at < initialized && run < runs.count() && runs.place(run) == Runs.SPARSE) {
      at = runs.end(run) * clusterSize;
      run++;
    }
    return at < initialized ? at : size;
  }

  @Override
  public long nextHole(long offset) {
    long at = offset;
    int run = runs.runOf(offset / clusterSize);
    while (at < initialized && run < runs.count() && runs.place(run) != Runs.SPARSE) {
      at = runs.end(run) * clusterSize;
      run++;
    }
    return Math.max(Math.min(offset, size), Math.min(at, initialized));
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
