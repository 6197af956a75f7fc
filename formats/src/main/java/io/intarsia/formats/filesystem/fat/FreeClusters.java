package io.intarsia.formats.filesystem.fat;

import static io.intarsia.formats.filesystem.fat.FatLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.filesystem.FileSystem.RangeVisitor;
import java.io.IOException;
import java.util.Arrays;

/** The clusters that the FAT calls free, believed only when all its copies say the same. */
final class FreeClusters {
  private static final int PIECE_BYTES = 1 << 16;

  /** Entry 1 of FAT16 and FAT32: cleared bits say that the volume is in use, or that it failed. */
  private static final int CLEAN_16 = 0xC000;

  private static final int CLEAN_32 = 0x0C000000;

  private final Volume volume;
  private final BootSector boot;
  private final FatTable table;

  FreeClusters(Volume volume) {
    this.volume = volume;
    this.boot = volume.boot();
    this.table = new FatTable(volume.source(), boot, 0);
  }

  /** Visits free ranges in bytes, after the whole table was found sound. */
  void visit(RangeVisitor visitor) throws IOException {
    check(volume.isWhole(), "the file system is cut short");
    check(!boot.dirty(), "the file system was not unmounted cleanly");
    check(boot.mirrored(), "the FATs are not kept equal");
    check(table.value(0) == Links.mediaEntry(boot), "the first FAT is damaged");
    int clean = boot.width() == 32 ? CLEAN_32 : boot.width() == 16 ? CLEAN_16 : 0;
    check((table.value(1) & clean) == clean, "the file system was not unmounted cleanly");
    for (int copy = 1; copy < boot.fats(); copy++) {
      requireEqual(copy);
    }
    sweep((offset, length) -> {});
    sweep(visitor);
  }

  private void requireEqual(int copy) throws IOException {
    ByteSource source = volume.source();
    byte[] first = new byte[PIECE_BYTES];
    byte[] other = new byte[PIECE_BYTES];
    long length = FatTable.usedBytes(boot);
    for (long done = 0; done < length; done += PIECE_BYTES) {
      int size = (int) Math.min(PIECE_BYTES, length - done);
      source.read(boot.fatOffset() + done, first, 0, size);
      source.read(boot.fatOffset() + copy * boot.fatBytes() + done, other, 0, size);
      check(Arrays.equals(first, 0, size, other, 0, size), "the FATs differ");
    }
  }

  private void sweep(RangeVisitor visitor) throws IOException {
    int end = boot.clusters() + FIRST_CLUSTER;
    int bad = Links.lastValue(boot.width()) - 8;
    int cluster = FIRST_CLUSTER;
    while (cluster < end) {
      int first = cluster;
      while (cluster < end && table.value(cluster) == 0) {
        cluster++;
      }
      if (cluster > first) {
        visitor.range(boot.clusterOffset(first), (long) (cluster - first) * boot.clusterBytes());
      } else {
        int value = table.value(cluster);
        check(boot.isCluster(value) || value >= bad, "entry of cluster " + cluster);
        cluster++;
      }
    }
  }

  private void check(boolean good, String what) throws IOException {
    if (!good) {
      throw volume.malformed("allocation map is not sound: " + what);
    }
  }
}
