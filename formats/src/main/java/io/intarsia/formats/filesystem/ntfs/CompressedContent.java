package io.intarsia.formats.filesystem.ntfs;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.PageCache;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.util.Arrays;

/**
 * The bytes of a compressed attribute. Units of some clusters are compressed each alone: a unit
 * with all its clusters is plain, one with none is zeros, and one with some is compressed.
 */
final class CompressedContent implements ByteSource {
  /** At the usual 64 KiB each, 1 MiB. */
  private static final int CACHED_UNITS = 16;

  /** 16 clusters of 64 KiB, more than anything writes. */
  static final int MAX_UNIT_BYTES = 1 << 20;

  private final RunContent raw;
  private final Runs runs;
  private final int clusterSize;
  private final int unitClusters;
  private final int unitBytes;
  private final long size;
  private final long initialized;
  private final PageCache units = new PageCache(CACHED_UNITS);

  /**
   * @param raw the clusters as they are on disk, all of them
   */
  CompressedContent(
      RunContent raw, Runs runs, int clusterSize, int unitClusters, long size, long initialized) {
    this.raw = raw;
    this.runs = runs;
    this.clusterSize = clusterSize;
    this.unitClusters = unitClusters;
    this.unitBytes = unitClusters * clusterSize;
    this.size = size;
    this.initialized = initialized;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public String description() {
    return raw.description();
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(this, offset, length);
    int stored = Math.clamp(initialized - offset, 0, length);
    int done = 0;
    while (done < stored) {
      long unit = (offset + done) / unitBytes;
      int inUnit = (int) ((offset + done) % unitBytes);
      int n = Math.min(stored - done, unitBytes - inUnit);
      readUnit(unit, inUnit, target, targetOffset + done, n);
      done += n;
    }
    Arrays.fill(target, targetOffset + stored, targetOffset + length, (byte) 0);
  }

  private void readUnit(long unit, int inUnit, byte[] target, int at, int length)
      throws IOException {
    int clusters = UnitMap.allocated(runs, unit * unitClusters, unitClusters);
    if (clusters == 0) {
      Arrays.fill(target, at, at + length, (byte) 0);
    } else if (clusters == unitClusters) {
      raw.read(unit * unitBytes + inUnit, target, at, length);
    } else {
      byte[] plain = units.get(unit);
      if (plain == null) {
        plain = decompress(unit, clusters);
        units.put(unit, plain);
      }
      System.arraycopy(plain, inUnit, target, at, length);
    }
  }

  private byte[] decompress(long unit, int clusters) throws IOException {
    byte[] packed = raw.read(unit * unitBytes, clusters * clusterSize);
    byte[] plain = new byte[unitBytes];
    String damage = Lznt1.decompress(packed, packed.length, plain);
    if (damage != null) {
      throw new MalformedException(description(), damage + ", unit " + unit);
    }
    return plain;
  }

  @Override
  public long nextData(long offset) {
    long at = offset;
    while (at < initialized && isZero(at)) {
      int run = runs.runOf(at / clusterSize);
      boolean sparse = run < runs.count() && runs.place(run) == Runs.SPARSE;
      long sparseUnits = sparse ? runs.end(run) / unitClusters * unitBytes : 0;
      at = Math.max(sparseUnits, (at / unitBytes + 1) * unitBytes);
    }
    return at < initialized ? at : size;
  }

  @Override
  public long nextHole(long offset) {
    long at = offset;
    while (at < initialized && !isZero(at)) {
      at = (at / unitBytes + 1) * unitBytes;
    }
    return Math.max(Math.min(offset, size), Math.min(at, initialized));
  }

  private boolean isZero(long offset) {
    return UnitMap.allocated(runs, offset / unitBytes * unitClusters, unitClusters) == 0;
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
