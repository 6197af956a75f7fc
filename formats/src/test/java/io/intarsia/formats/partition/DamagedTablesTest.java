package io.intarsia.formats.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DamagedTablesTest {
  private static final int SECTORS = 2000;

  private final TestDisk disk = new TestDisk(SECTORS * 512);

  private static void assertWhole(PartitionTable table, long size) {
    assertThat(table.scheme()).isEqualTo("none");
    assertThat(table.partitions()).containsExactly(new Partition(0, 0, size, "disk", null, null));
  }

  @Test
  void aDiskWithoutTableIsOnePartition() throws IOException {
    assertWhole(disk.read(), disk.bytes.length);
    assertWhole(disk.sign(0).read(), disk.bytes.length);
    assertWhole(new TestDisk(100).read(), 100);
    assertThat(new TestDisk(0).read().partitions()).isEmpty();
  }

  @Test
  void aBootSectorWithCodeInPlaceOfATableIsNone() throws IOException {
    disk.entry(0, 0, 0x83, 10, 10).bytes[446] = 0x7F;
    assertWhole(disk.read(), disk.bytes.length);
  }

  @Test
  void fileSystemsBootSectorsAreNoTables() throws IOException {
    for (String name : new String[] {"NTFS    ", "EXFAT   ", "mkfs.fat"}) {
      TestDisk fresh = new TestDisk(SECTORS * 512);
      fresh.entry(0, 1, 0x20, 0x20736B73, 0x70206E69);
      byte[] oem = name.getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(oem, 0, fresh.bytes, 3, oem.length);
      fresh.bytes[12] = 2;
      fresh.bytes[13] = 4;
      fresh.bytes[14] = 1;
      fresh.bytes[16] = 2;
      fresh.bytes[21] = (byte) 0xF8;
      assertWhole(fresh.read(), fresh.bytes.length);
      fresh.entry(0, 1, 0, 0, 0).entry(0, 0, 0x0C, 100, 1000);
      assertThat(fresh.read().partitions()).extracting(Partition::number).containsExactly(1);
    }
  }

  @Test
  void entriesThatLeaveTheDiskAreCut() throws IOException {
    disk.entry(0, 0, 0x83, 1990, 100)
        .entry(0, 1, 0x83, 0xFFFFFFFFL, 0xFFFFFFFFL)
        .entry(0, 2, 0x83, 5, 0);
    PartitionTable table = disk.read();
    assertThat(table.partitions())
        .containsExactly(new Partition(1, 1990 * 512, 10 * 512, "0x83", null, null));
    assertThat(table.problems()).hasSize(2);
  }

  @Test
  void overlapsAreReported() throws IOException {
    disk.entry(0, 0, 0x83, 500, 100).entry(0, 1, 0x83, 10, 1000).entry(0, 2, 0x83, 700, 1);
    PartitionTable table = disk.read();
    assertThat(table.partitions()).extracting(Partition::number).containsExactly(2, 1, 3);
    assertThat(table.problems())
        .containsExactly("Partitions 2 and 1 overlap.", "Partitions 2 and 3 overlap.");
  }

  @Test
  void aCircleOfLogicalPartitionsEnds() throws IOException {
    disk.entry(0, 0, 0x05, 100, 1000)
        .entry(100, 0, 0x83, 1, 10)
        .entry(100, 1, 0x05, 20, 50)
        .entry(120, 0, 0x83, 1, 10)
        .entry(120, 1, 0x05, 0, 50);
    PartitionTable table = disk.read();
    assertThat(table.partitions()).extracting(Partition::number).containsExactly(5, 6);
    assertThat(table.problems())
        .containsExactly("The chain of logical partitions runs in a circle.");
  }

  @Test
  void aChainThatLeavesTheDiskOrIsNotSignedEnds() throws IOException {
    disk.entry(0, 0, 0x05, 100, 1000).entry(100, 0, 0x83, 1, 10).entry(100, 1, 0x05, 5000, 1);
    assertThat(disk.read().partitions()).hasSize(1);
    assertThat(disk.read().problems())
        .containsExactly("The chain of logical partitions leaves the disk.");
    disk.entry(100, 1, 0x05, 30, 1);
    assertThat(disk.read().problems())
        .containsExactly("A record in the chain of logical partitions has no signature.");
  }

  @Test
  void aVeryLongChainIsCutAtTheKernelsLimit() throws IOException {
    disk.entry(0, 0, 0x05, 100, 1800);
    for (int i = 0; i < 600; i++) {
      disk.entry(100 + 3 * i, 0, 0x83, 1, 1).entry(100 + 3 * i, 1, 0x05, 3L * (i + 1), 3);
    }
    PartitionTable table = disk.read();
    assertThat(table.partitions()).hasSize(251);
    assertThat(table.partitions().getLast().number()).isEqualTo(255);
    assertThat(table.problems()).hasSize(1);
  }

  @Test
  void garbageInTheLastEntriesOfARecordDoesNotCount() throws IOException {
    disk.entry(0, 0, 0x05, 100, 1000)
        .entry(100, 0, 0x83, 1, 10)
        .entry(100, 2, 0x83, 20, 5)
        .entry(100, 3, 0x83, 2000, 5);
    assertThat(disk.read().partitions()).extracting(Partition::number).containsExactly(5, 6);
  }

  private TestDisk withGpt() {
    long last = SECTORS - 1;
    disk.protectiveMbr();
    for (long array : new long[] {2, last - 32}) {
      disk.gptEntry(512, array, 0, 100, 199).gptEntry(512, array, 6, 300, 300);
    }
    return disk.gptHeader(512, 1, last, 2, 128).gptHeader(512, last, 1, last - 32, 128);
  }

  private static void assertSound(PartitionTable table) {
    assertThat(table.scheme()).isEqualTo("gpt");
    assertThat(table.partitions()).extracting(Partition::number).containsExactly(1, 7);
    assertThat(table.partitions().getFirst().offset()).isEqualTo(100 * 512);
    assertThat(table.partitions().getFirst().length()).isEqualTo(100 * 512);
    assertThat(table.partitions().getFirst().type())
        .isEqualTo("00000001-0000-0000-0000-000000000000");
  }

  @Test
  void aSoundGptHasNoProblems() throws IOException {
    PartitionTable table = withGpt().read();
    assertSound(table);
    assertThat(table.problems()).isEmpty();
  }

  @Test
  void everyByteOfThePrimaryMayBeDamaged() throws IOException {
    TestDisk sound = withGpt();
    for (int at = 512; at < 512 + 92; at++) {
      sound.bytes[at] ^= 0x11;
      PartitionTable table = sound.read();
      assertSound(table);
      assertThat(table.problems()).isNotEmpty();
      sound.bytes[at] ^= 0x11;
    }
    for (int at = 1024; at < 1024 + 128 * 128; at += 37) {
      sound.bytes[at] ^= 0x11;
      assertSound(sound.read());
      assertThat(sound.read().problems()).hasSize(2);
      sound.bytes[at] ^= 0x11;
    }
  }

  @Test
  void aDamagedBackupIsReported() throws IOException {
    TestDisk sound = withGpt();
    sound.bytes[(SECTORS - 1) * 512 + 40] ^= 1;
    assertSound(sound.read());
    assertThat(sound.read().problems())
        .containsExactly("The backup GPT: has a wrong checksum or place.");
  }

  @Test
  void withBothDamagedThereAreNoPartitions() throws IOException {
    TestDisk sound = withGpt();
    sound.bytes[520] ^= 1;
    sound.bytes[(SECTORS - 1) * 512 + 8] ^= 1;
    assertThat(sound.read().scheme()).isEqualTo("gpt");
    assertThat(sound.read().partitions()).isEmpty();
    assertThat(sound.read().problems()).hasSize(3);
  }

  @Test
  void gptWinsOverAHybridMbr() throws IOException {
    assertSound(withGpt().entry(0, 1, 0x83, 100, 100).read());
  }

  @Test
  void blocksOf4096BytesAreFound() throws IOException {
    TestDisk large = new TestDisk(4096 * 100).protectiveMbr();
    large.gptEntry(4096, 2, 0, 10, 19).gptHeader(4096, 1, 99, 2, 128);
    large.gptEntry(4096, 95, 0, 10, 19).gptHeader(4096, 99, 1, 95, 128);
    PartitionTable table = large.read();
    assertThat(table.problems()).isEmpty();
    assertThat(table.partitions().getFirst().offset()).isEqualTo(40960);
    assertThat(table.partitions().getFirst().length()).isEqualTo(40960);
    large.bytes[4096] = 0;
    assertThat(large.read().partitions()).isEqualTo(table.partitions());
  }

  @Test
  void impossibleRangesAreLeftOut() throws IOException {
    disk.protectiveMbr()
        .gptEntry(512, 2, 0, 200, 100)
        .gptEntry(512, 2, 1, -5, 100)
        .gptEntry(512, 2, 2, 0, Long.MAX_VALUE)
        .gptEntry(512, 2, 3, 1990, Long.MAX_VALUE / 512 - 1)
        .gptEntry(512, 2, 4, Long.MAX_VALUE / 512 - 2, Long.MAX_VALUE / 512 - 1)
        .gptHeader(512, 1, SECTORS - 1, 2, 8);
    PartitionTable table = disk.read();
    assertThat(table.partitions()).extracting(Partition::number).containsExactly(4);
    assertThat(table.partitions().getFirst().length()).isEqualTo(10 * 512);
  }

  @Test
  void aHeaderMayNotMakeUsReadOutsideOrTooMuch() throws IOException {
    long[] blocks = {-1, SECTORS - 1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE / 512};
    for (long block : blocks) {
      TestDisk hostile = new TestDisk(SECTORS * 512).protectiveMbr();
      hostile.gptHeader(512, 1, SECTORS - 1, block, 128);
      assertThat(hostile.read().partitions()).isEmpty();
    }
    TestDisk hostile = new TestDisk(SECTORS * 512).protectiveMbr();
    hostile.gptHeader(512, 1, SECTORS - 1, 2, 5000);
    assertThat(hostile.read().partitions()).isEmpty();
  }
}
