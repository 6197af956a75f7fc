package io.intarsia.formats.filesystem.fat;

import static io.intarsia.formats.filesystem.fat.FatLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.PagedSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import java.io.IOException;

/** Clusters, links and directory entries of a volume by their numbers. */
final class Volume {
  /** The root directory has no entry; none can stand here, inside of the boot sector. */
  static final long ROOT_NUMBER = 1;

  private static final int MAX_CACHE_BYTES = 8 << 20;

  private final ByteSource source;
  private final BootSector boot;
  private final ByteSource pages;
  private final Links links;
  private final ChainBudget budget;
  private final DirectoryClusters directoryClusters = new DirectoryClusters();

  Volume(ByteSource source, BootSector boot) throws IOException {
    this.source = source;
    this.boot = boot;
    this.pages = new PagedSource(source, MAX_CACHE_BYTES);
    this.budget = new ChainBudget(boot.clusters());
    this.links = new Links(source, boot);
  }

  BootSector boot() {
    return boot;
  }

  Links links() {
    return links;
  }

  /** Counts a step along a chain. */
  void step() throws IOException {
    if (!budget.take()) {
      throw malformed("its files have the same clusters many times over");
    }
  }

  DirectoryClusters directoryClusters() {
    return directoryClusters;
  }

  /** The bytes under all numbers, for file contents. */
  ByteSource source() {
    return source;
  }

  /** Whether all clusters are in the source. */
  boolean isWhole() {
    return boot.end() <= source.size();
  }

  /** The entry that a number names: its place on the disk in units of entries. */
  DirectoryEntry entry(long number) throws IOException {
    long offset = number * ENTRY_BYTES;
    boolean inRoot = Ranges.fits(offset - boot.rootOffset(), ENTRY_BYTES, boot.rootBytes());
    boolean inCluster = offset >= boot.dataOffset() && offset < boot.end();
    if (number <= ROOT_NUMBER || number > Long.MAX_VALUE / ENTRY_BYTES || !(inRoot || inCluster)) {
      throw malformed("directory entry " + number + " does not exist");
    }
    byte[] bytes = new byte[ENTRY_BYTES];
    read(offset, bytes, ENTRY_BYTES);
    DirectoryEntry entry = new DirectoryEntry(bytes, 0, boot.width());
    if (!entry.isNamed()) {
      throw malformed("directory entry " + number + " is not in use");
    }
    return entry;
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
