package io.intarsia.formats.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.FileSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables made by sfdisk, against what sfdisk reads. */
class PartitionTablesTest {
  private static final long DISK = 100L << 20;

  @TempDir Path directory = Path.of("");

  @Test
  void readsGpt() throws IOException {
    Path disk =
        make(
            """
            label: gpt
            start=2048,size=2048,type=21686148-6449-6E6F-744E-656564454649
            5: start=10240,size=4096,name="r\u00f6\u00f6t \u20ac"
            3: start=4096,size=100
            start=20480
            """);
    PartitionTable table = read(disk);
    assertThat(table.scheme()).isEqualTo("gpt");
    assertThat(table.problems()).isEmpty();
    assertThat(table.partitions()).isEqualTo(Sfdisk.read(disk));
    assertThat(table.partitions()).extracting(Partition::number).containsExactly(1, 3, 5, 2);
    assertThat(table.partitions().get(2).label()).isEqualTo("r\u00f6\u00f6t \u20ac");
    assertThat(table.partitions().get(2).name()).isEqualTo("p5");
  }

  @Test
  void readsMbrWithLogicalPartitions() throws IOException {
    Path disk =
        make(
            """
            label: dos
            start=2048,size=2048,type=c
            start=4096,size=100000,type=5
            start=150000,size=1000,type=83,bootable
            5: start=4200,size=2048,type=82
            6: start=6300,size=1000
            7: start=7400,size=4096,type=8e
            """);
    PartitionTable table = read(disk);
    assertThat(table.scheme()).isEqualTo("mbr");
    assertThat(table.problems()).isEmpty();
    assertThat(table.partitions()).isEqualTo(Sfdisk.read(disk));
    assertThat(table.partitions()).extracting(Partition::number).containsExactly(1, 5, 6, 7, 3);
    assertThat(table.partitions()).extracting(Partition::type).contains("0x0c", "0x82", "0x8e");
  }

  @Test
  void readsManyRandomTablesAsSfdiskDoes() throws IOException {
    long seed = Long.getLong("intarsia.seed", System.nanoTime());
    System.out.println("intarsia.seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 25; i++) {
      Path disk = make(random.nextBoolean() ? randomGpt(random) : randomMbr(random));
      PartitionTable table = read(disk);
      assertThat(table.partitions()).isEqualTo(Sfdisk.read(disk));
      assertThat(table.problems()).isEmpty();
    }
  }

  private static String randomGpt(Random random) {
    StringBuilder script = new StringBuilder("label: gpt\n");
    long at = 2048;
    for (int i = 0, n = 1 + random.nextInt(40); i < n; i++) {
      long size = 1L + random.nextInt(4000);
      script.append("start=").append(at).append(",size=").append(size).append('\n');
      at += size + random.nextInt(500);
    }
    return script.toString();
  }

  private static String randomMbr(Random random) {
    StringBuilder script = new StringBuilder("label: dos\n");
    script.append("start=2048,size=2048,type=83\nstart=4096,size=190000,type=f\n");
    long at = 4096;
    for (int i = 0, n = 1 + random.nextInt(30); i < n; i++) {
      at += 1 + random.nextInt(500);
      long size = 1L + random.nextInt(4000);
      script.append(5 + i).append(": ");
      script.append("start=").append(at).append(",size=").append(size).append(",type=83\n");
      at += size;
    }
    return script.toString();
  }

  @Test
  void aDiskThatGrewKeepsItsTable() throws IOException {
    Path disk = make("label: gpt\nstart=2048,size=2048\n");
    List<Partition> before = read(disk).partitions();
    resize(disk, DISK + (10 << 20));
    assertThat(read(disk).partitions()).isEqualTo(before);
    assertThat(read(disk).problems())
        .containsExactly("The backup GPT is not at the end of the disk.");
  }

  @Test
  void aDiskThatWasCutKeepsWhatIsLeft() throws IOException {
    Path disk = make("label: gpt\nstart=2048,size=2048\nstart=4096,size=100000\nstart=120000\n");
    resize(disk, 10L << 20);
    PartitionTable table = read(disk);
    assertThat(table.partitions()).extracting(Partition::number).containsExactly(1, 2);
    assertThat(table.partitions().get(1).offset()).isEqualTo(4096 * 512);
    assertThat(table.partitions().get(1).length()).isEqualTo((10L << 20) - 4096 * 512);
    assertThat(table.problems())
        .contains(
            "The backup GPT is missing.",
            "Partition 2 ends beyond the end of the disk and was cut there.",
            "Partition 3 lies beyond the end of the disk and was left out.");
  }

  private Path make(String script) throws IOException {
    Path disk = directory.resolve("disk.raw");
    resize(disk, 0);
    resize(disk, DISK);
    Sfdisk.make(disk, script);
    return disk;
  }

  private static void resize(Path file, long size) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(size);
    }
  }

  private static PartitionTable read(Path disk) throws IOException {
    try (FileSource source = FileSource.open(disk)) {
      return PartitionTables.read(source);
    }
  }
}
