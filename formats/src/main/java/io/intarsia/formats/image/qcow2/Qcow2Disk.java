package io.intarsia.formats.image.qcow2;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.HoleCache;
import io.intarsia.bytes.Ranges;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The virtual disk of a qcow2 image. Safe for use by several threads. */
final class Qcow2Disk implements ByteSource {
  private final ByteSource data;
  private final Qcow2Map map;
  private final CompressedClusters compressed;
  private final @Nullable ByteSource backing;
  private final String description;
  private final long size;
  private final int clusterMask;
  private final HoleCache holes;

  /**
   * @param file the image
   * @param data what holds the data clusters: the image or its external data file
   * @param backing disk of the backing file; where it is shorter, it goes on with zeros
   */
  Qcow2Disk(
      ByteSource file,
      ByteSource data,
      Qcow2Header header,
      CompressedClusters compressed,
      @Nullable ByteSource backing) {
    this.data = data;
    this.map = new Qcow2Map(file, data.size(), header);
    this.compressed = compressed;
    this.backing = backing;
    this.description = file.description() + " > disk";
    this.size = header.virtualSize();
    this.clusterMask = header.clusterSize() - 1;
    this.holes = new HoleCache(size, this::findRun);
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
    int done = 0;
    while (done < length) {
      long at = offset + done;
      Mapping run = map.at(at, length - done);
      int n = (int) run.length();
      int to = targetOffset + done;
      switch (run.kind()) {
        case DATA -> data.read(run.host(), target, to, n);
        case COMPRESSED -> compressed.read(run.host(), (int) at & clusterMask, target, to, n);
        case ZERO -> Arrays.fill(target, to, to + n, (byte) 0);
        case UNALLOCATED -> readBacking(at, target, to, n);
      }
      done += n;
    }
  }

  private void readBacking(long offset, byte[] target, int targetOffset, int length)
      throws IOException {
    int below = 0;
    if (backing != null && offset < backing.size()) {
      below = (int) Math.min(length, backing.size() - offset);
      backing.read(offset, target, targetOffset, below);
    }
    Arrays.fill(target, targetOffset + below, targetOffset + length, (byte) 0);
  }

  @Override
  public long nextData(long offset) throws IOException {
    return holes.nextData(offset);
  }

  @Override
  public long nextHole(long offset) throws IOException {
    return holes.nextHole(offset);
  }

  private HoleCache.Run findRun(long offset) throws IOException {
    long end = offset;
    boolean hole = false;
    while (end < size) {
      Mapping mapping = map.at(end, size - end);
      HoleCache.Run part = part(end, mapping);
      if (end > offset && part.hole() != hole) {
        break;
      }
      hole = part.hole();
      end = part.end();
      if (end < part.start() + mapping.length()) {
        break;
      }
    }
    return new HoleCache.Run(offset, end, hole);
  }

  /** The beginning of a mapping that is all hole or all data. */
  private HoleCache.Run part(long offset, Mapping mapping) throws IOException {
    long end = offset + mapping.length();
    return switch (mapping.kind()) {
      case COMPRESSED -> new HoleCache.Run(offset, end, false);
      case ZERO -> new HoleCache.Run(offset, end, true);
      case DATA -> partOf(data, mapping.host() - offset, offset, end);
      case UNALLOCATED ->
          backing == null || offset >= backing.size()
              ? new HoleCache.Run(offset, end, true)
              : partOf(backing, 0, offset, Math.min(end, backing.size()));
    };
  }

  /** The same by what another source knows, where the bytes stand {@code shift} bytes later. */
  private static HoleCache.Run partOf(ByteSource source, long shift, long offset, long end)
      throws IOException {
    long firstData = source.nextData(offset + shift) - shift;
    if (firstData > offset) {
      return new HoleCache.Run(offset, Math.min(end, firstData), true);
    }
    long firstHole = source.nextHole(offset + shift) - shift;
    return new HoleCache.Run(offset, Math.min(end, firstHole), false);
  }

  /** Nothing of its own to close. */
  @Override
  public void close() {}
}
