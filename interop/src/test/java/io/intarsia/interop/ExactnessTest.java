package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.checkin.CheckInResult;
import io.intarsia.library.checkin.Understood;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every image comes back bit for bit, whatever is inside. */
class ExactnessTest {
  private static final long SEED = 20260103;
  private static final long MIB = 1 << 20;

  @TempDir static Path directory = Path.of("");
  private static Path store = Path.of("");
  private static Path tree = Path.of("");

  @BeforeAll
  static void prepare() throws IOException {
    store = directory.resolve("store");
    Stored.create(store);
    tree = Images.tree(directory.resolve("tree"), 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 513, 4095, 65_536, 65_537, 3_000_001})
  void randomBytesOfAnySize(int size) throws IOException {
    Path image = Images.random(directory.resolve("random-" + size), SEED + size, size);
    Stored.assertComesBack(store, image, "random-" + size);
    assertThat(Cli.at(store).json("digest", "random-" + size).get("sha256").stringValue())
        .isEqualTo(Tool.sha256(image));
  }

  @Test
  void zerosAndHoles() throws IOException {
    Path zeros = Files.write(directory.resolve("zeros"), new byte[1_000_003]);
    assertThat(Stored.assertComesBack(store, zeros, "zeros").newBytes()).isZero();
    Path hole = Files.write(directory.resolve("hole"), new byte[0]);
    Images.resize(hole, 100 * MIB + 1);
    assertThat(Stored.assertComesBack(store, hole, "hole").dataBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1023, 1500, 2048, 40_000, 1_000_000, 3_141_592, 9_000_001})
  void truncatedFileSystem(int size) throws IOException {
    Path image = Images.ext(directory.resolve("cut-" + size), "-t ext4 -b 1024", tree, "16M");
    Images.resize(image, size);
    Stored.assertComesBack(store, image, "cut-" + size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-t ext2 -b 1024 -m 0", "-t ext4 -b 1024 -m 0", "-t ext4 -b 4096 -m 0"})
  void fileSystemFullToTheLastBlock(String options) throws IOException {
    Path image = Images.ext(directory.resolve("full"), options, tree, "8M");
    Path content = directory.resolve("content");
    for (int i = 0; freeBlocks(image) > 0; i++) {
      int blocks = Math.max(1, Math.min(freeBlocks(image) - 8, 3000));
      Images.random(content, SEED + i, blocks * (options.contains("4096") ? 4096 : 1024));
      Debugfs.change(image, "write " + content + " fill-" + i);
    }
    Tool.upTo(1, "e2fsck", "-fy", image);
    CheckInResult result = Stored.assertComesBack(store, image, "full");
    assertThat(result.understood().getFirst().problem()).isNull();
    Files.delete(image);
  }

  private static int freeBlocks(Path image) {
    String words = Tool.run("dumpe2fs", "-h", image).text();
    return Integer.parseInt(
        words
            .lines()
            .filter(line -> line.startsWith("Free blocks:"))
            .findFirst()
            .orElseThrow()
            .substring(12)
            .trim());
  }

  @Test
  void tenTerabytesWithFewOfThemWritten() throws IOException {
    Path image = Files.createFile(directory.resolve("terabytes"));
    Images.resize(image, 10_000_000_000_000L);
    Random random = new Random(SEED);
    byte[] piece = new byte[300_000];
    for (int i = 0; i < 12; i++) {
      random.nextBytes(piece);
      Images.put(piece, image, random.nextLong(10_000_000_000_000L - piece.length));
    }
    Cli cli = Cli.at(store);
    cli.good("checkin", image, "terabytes");
    Path out = directory.resolve("terabytes.out");
    cli.good("checkout", "terabytes", out);
    assertThat(Files.size(out)).isEqualTo(10_000_000_000_000L);
    Tool.run("qemu-img", "compare", "-f", "raw", "-F", "raw", image, out);
    Files.delete(out);
    Files.delete(image);
  }

  @Test
  void standardInputAndOutput() throws IOException {
    Path image = Images.ext(directory.resolve("stdin"), "-t ext4", tree, "12M");
    Path out = directory.resolve("stdin.out");
    Cli cli = Cli.at(store);
    List<String> from = List.of("sh", "-c", "exec \"$@\" < " + image, "sh");
    assertThat(Cli.end(cli.start(from, "checkin", "-", "stdin")).status()).isZero();
    List<String> to = List.of("sh", "-c", "\"$@\" | cat > " + out, "sh");
    assertThat(Cli.end(cli.start(to, "checkout", "stdin", "-")).status()).isZero();
    assertThat(Files.mismatch(image, out)).isEqualTo(-1);
    assertThat(cli.json("ls", "-R", "stdin:/etc")).hasSize(3);
  }

  @Test
  void logicalPartitions() throws IOException {
    Path disk =
        Images.disk(
            directory.resolve("mbr"),
            "64M",
            """
            label: dos
            start=2048,size=20480,type=83
            start=24576,size=100000,type=5
            start=26624,size=20480,type=83
            start=51200,size=20480,type=83
            """);
    for (long sector : new long[] {2048, 26_624, 51_200}) {
      Path part = Images.ext(directory.resolve("part"), "-t ext4 -U random", tree, "10M");
      Images.put(part, disk, sector * 512);
      Files.delete(part);
    }
    CheckInResult result = Stored.assertComesBack(store, disk, "mbr");
    assertThat(partitions(result, "ext4")).containsExactly("p1", "p5", "p6");
    JsonNode files = Cli.at(store).json("ls", "-R", "mbr:p6:/etc");
    assertThat(files).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 1536})
  void damagedPrimaryPartitionTable(int damagedAt) throws IOException {
    Path disk = gpt("gpt-" + damagedAt);
    byte[] noise = new byte[512];
    new Random(SEED).nextBytes(noise);
    Images.put(noise, disk, damagedAt);
    CheckInResult result = Stored.assertComesBack(store, disk, "gpt-" + damagedAt);
    assertThat(partitions(result, "ext4")).containsExactly("p1");
  }

  @Test
  void damagedBackupPartitionTable() throws IOException {
    Path disk = gpt("gpt-backup");
    Images.resize(disk, Files.size(disk) - 40 * 512);
    CheckInResult result = Stored.assertComesBack(store, disk, "gpt-backup");
    assertThat(partitions(result, "ext4")).containsExactly("p1");
  }

  private static Path gpt(String name) throws IOException {
    Path disk = Images.disk(directory.resolve(name), "16M", "label: gpt\nstart=2048,size=20480\n");
    Path part = Images.ext(directory.resolve("part"), "-t ext4", tree, "10M");
    Images.put(part, disk, 2048 * 512);
    Files.delete(part);
    return disk;
  }

  @Test
  void wholeDiskWithoutTable() throws IOException {
    Path disk = Images.ext(directory.resolve("whole"), "-t ext4 -b 4096", tree, "12M");
    CheckInResult result = Stored.assertComesBack(store, disk, "whole");
    assertThat(result.understood()).hasSize(1);
    assertThat(result.understood().getFirst().filesystem()).isEqualTo("ext4");
    assertThat(result.understood().getFirst().files()).isEqualTo(49);
  }

  @Test
  void overlappingPartitions() throws IOException {
    Path disk = Images.random(directory.resolve("overlap"), SEED, (int) (20 * MIB));
    Path part = Images.ext(directory.resolve("part"), "-t ext4", tree, "10M");
    Images.put(part, disk, 2048 * 512);
    Images.put(new byte[512], disk, 0);
    // Two entries of the same file system, one into its middle, one past the end of the disk.
    Images.put(entry(2048, 20_480), disk, 446);
    Images.put(entry(2048, 20_480), disk, 462);
    Images.put(entry(10_000, 20_480), disk, 478);
    Images.put(entry(30_000, 900_000), disk, 494);
    Images.put(new byte[] {0x55, (byte) 0xaa}, disk, 510);
    Files.delete(part);
    Stored.assertComesBack(store, disk, "overlap");
  }

  private static byte[] entry(int start, int sectors) {
    byte[] entry = new byte[16];
    entry[4] = (byte) 0x83;
    for (int i = 0; i < 4; i++) {
      entry[8 + i] = (byte) (start >> (8 * i));
      entry[12 + i] = (byte) (sectors >> (8 * i));
    }
    return entry;
  }

  private static List<String> partitions(CheckInResult result, String filesystem) {
    return result.understood().stream()
        .filter(each -> filesystem.equals(each.filesystem()))
        .map(Understood::partition)
        .toList();
  }

  @Test
  @Timeout(60)
  void loopOfLogicalPartitions() throws IOException {
    Path disk = Images.random(directory.resolve("loop"), SEED, (int) (2 * MIB));
    byte[] extended = entry(1, 4000);
    extended[4] = 5;
    Images.put(new byte[512], disk, 0);
    Images.put(extended, disk, 446);
    Images.put(new byte[] {0x55, (byte) 0xaa}, disk, 510);
    byte[] again = entry(0, 4000);
    again[4] = 5;
    Images.put(new byte[512], disk, 512);
    Images.put(entry(1, 10), disk, 512 + 446);
    Images.put(again, disk, 512 + 462);
    Images.put(new byte[] {0x55, (byte) 0xaa}, disk, 512 + 510);
    Stored.assertComesBack(store, disk, "loop");
  }
}
