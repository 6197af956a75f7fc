package io.intarsia.formats.filesystem.exfat;

import static io.intarsia.formats.filesystem.exfat.ExfatLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.PagedSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.fat.ChainBudget;
import java.io.IOException;

/** Clusters and links of a volume by their numbers. */
final class Volume {
  private static final int MAX_CACHE_BYTES = 8 << 20;

  private final ByteSource source;
  private final BootRegion boot;
  private final ByteSource pages;
  private final ChainBudget budget;

  Volume(ByteSource source, BootRegion boot) {
    this.source = source;
    this.boot = boot;
    this.budget = new ChainBudget(boot.clusters());
    this.pages = new PagedSource(source, MAX_CACHE_BYTES);
  }

  BootRegion boot() {
    return boot;
  }

  /** The bytes under all numbers, for file contents. */
  ByteSource source() {
    return source;
  }

  /** Whether all of the volume is in the source. */
  boolean isWhole() {
    return boot.volumeBytes() <= source.size();
  }

  /** Counts a step along a chain. */
  void step() throws IOException {
    if (!budget.take()) {
      throw malformed("its files have the same clusters many times over");
    }
  }

  /**
   * The FAT's entry of a cluster that exists: the next one, or {@link ExfatLayout#END_OF_CHAIN}.
   */
  int link(long cluster) throws IOException {
    byte[] bytes = new byte[Integer.BYTES];
    read(boot.fatOffset() + cluster * Integer.BYTES, bytes, bytes.length);
    return LittleEndian.i32(bytes, 0);
  }

  /** Reads metadata. */
  void read(long offset, byte[] target, int length) throws IOException {
    if (!Ranges.fits(offset, length, source.size())) {
      throw malformed("the file system is cut short");
    }
    pages.read(offset, target, 0, length);
  }

  MalformedException malformed(String what) {
    return new MalformedException(source.description(), what);
  }
}
