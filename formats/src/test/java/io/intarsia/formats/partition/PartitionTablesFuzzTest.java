package io.intarsia.formats.partition;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.bytes.MemorySource;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartitionTablesFuzzTest {

  /** Whatever a disk holds, its partitions lie inside it. */
  @FuzzTest(maxDuration = "3h")
  void partitionsLieInsideTheDisk(byte[] disk) throws IOException {
    check(disk);
  }

  @Test
  void randomlyDamagedTablesAreSurvived() throws IOException {
    long seed = Long.getLong("intarsia.seed", System.nanoTime());
    System.out.println("intarsia.seed=" + seed);
    Random random = new Random(seed);
    TestDisk disk = new TestDisk(200 * 512);
    disk.entry(0, 0, 0xEE, 1, 199).gptEntry(512, 2, 0, 40, 60).gptHeader(512, 1, 199, 2, 8);
    disk.entry(100, 0, 0x83, 1, 5).entry(100, 1, 0x05, 10, 10).entry(110, 0, 0x83, 1, 5);
    for (int i = 0; i < 20_000; i++) {
      byte[] sector = disk.bytes.clone();
      if (random.nextBoolean()) {
        disk.bytes[450] = 0x05;
        disk.bytes[454] = 100;
      }
      for (int j = random.nextInt(4); j >= 0; j--) {
        disk.bytes[446 + random.nextInt(66)] = (byte) random.nextInt(256);
        disk.bytes[100 * 512 + 446 + random.nextInt(66)] = (byte) random.nextInt(256);
        disk.bytes[512 + random.nextInt(92)] = (byte) random.nextInt(256);
      }
      disk.sign(0).sign(100);
      check(disk.bytes);
      System.arraycopy(sector, 0, disk.bytes, 0, sector.length);
    }
  }

  private static void check(byte[] disk) throws IOException {
    PartitionTable table = PartitionTables.read(new MemorySource("disk", disk));
    for (Partition partition : table.partitions()) {
      if (partition.offset() < 0
          || partition.length() <= 0
          || partition.offset() > disk.length - partition.length()) {
        throw new AssertionError(partition + " is outside of " + disk.length);
      }
    }
  }
}
