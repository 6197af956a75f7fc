package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A disk of many file systems of which one fails: it costs only itself. */
class FailingFileSystemTest {
  private static final List<String> TYPES = List.of("ext4", "xfs", "btrfs", "ntfs", "vfat");
  private static final long MEBIBYTE = 1 << 20;

  @TempDir static Path directory = Path.of("");
  private static Path disk = Path.of("");
  private static final List<Long> offsets = new ArrayList<>();
  private static final List<Long> files = new ArrayList<>();
  private static Cli cli = Cli.at(Path.of(""));

  @BeforeAll
  static void prepare() throws IOException {
    Path tree = Images.tree(directory.resolve("tree"), 33);
    Images.ext(directory.resolve("ext4"), "-t ext4 -b 4096", tree, "16M");
    XfsImages.make(directory.resolve("xfs"), "-b size=4096", tree, 100 * MEBIBYTE);
    Ntfs.make(directory.resolve("ntfs"), "-c 4096", "16M");
    Tool.script(
        directory,
        """
        truncate -s 112M btrfs; mkfs.btrfs -q -m single -r tree btrfs
        for i in 1 2 3 4 5 6 7; do ntfscp -q ntfs tree/usr/share/random-$i random-$i; done
        truncate -s 40M vfat; mkfs.fat -F 32 vfat > /dev/null; mcopy -s -i vfat tree/usr tree/etc/os-release ::
        """);
    StringBuilder table = new StringBuilder("label: gpt\n");
    long start = MEBIBYTE;
    for (String type : TYPES) {
      long size = Files.size(directory.resolve(type));
      table.append("start=%d,size=%d%n".formatted(start / 512, size / 512));
      offsets.add(start);
      start += size;
    }
    disk = Images.disk(directory.resolve("disk"), start / MEBIBYTE + 1 + "M", table.toString());
    for (int i = 0; i < TYPES.size(); i++) {
      Tool.run(
          "dd",
          "if=" + directory.resolve(TYPES.get(i)),
          "of=" + disk,
          "bs=1M",
          "seek=" + offsets.get(i) / MEBIBYTE,
          "conv=notrunc,sparse");
    }
    cli = Cli.create(directory.resolve("store"));
    JsonNode sound = cli.json("checkin", disk, "sound").get("understood");
    for (int i = 0; i < TYPES.size(); i++) {
      assertThat(sound.get(i).get("filesystem").asString()).isEqualTo(TYPES.get(i));
      assertThat(sound.get(i).get("problem").isNull()).as(sound.toString()).isTrue();
      files.add(sound.get(i).get("files").longValue());
      assertThat(files.get(i)).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ext4, superblock, 1048, 4",
    "ext4, root, 0, 4096",
    "xfs, superblock, 100, 8",
    "xfs, root, 65536, 512",
    "btrfs, superblock, 65700, 300",
    "btrfs, root, 0, 4096",
    "ntfs, superblock, 48, 8",
    "ntfs, root, 21504, 1024",
    "vfat, superblock, 36, 8",
    "vfat, root, 44, 4",
  })
  void costsOnlyItself(String type, String what, long place, int length) throws IOException {
    int number = TYPES.indexOf(type);
    Path damaged = directory.resolve("damaged");
    Tool.run("cp", "--sparse=always", disk, damaged);
    for (long each : places(type, what, place)) {
      byte[] bytes = new byte[length];
      Arrays.fill(bytes, (byte) 0xEE);
      Images.put(bytes, damaged, offsets.get(number) + each);
    }
    String name = type + "-" + what;
    JsonNode understood = cli.json("checkin", damaged, name).get("understood");
    for (int i = 0; i < TYPES.size(); i++) {
      JsonNode each = understood.get(i);
      if (i == number) {
        // What is left of a FAT without a sound boot sector bears no name.
        boolean nameless = type.equals("vfat") && each.get("filesystem").isNull();
        assertThat(nameless || !each.get("problem").isNull()).as(each.toString()).isTrue();
        assertThat(each.get("files").longValue()).as(each.toString()).isZero();
      } else {
        assertThat(each.get("problem").isNull()).as(each.toString()).isTrue();
        assertThat(each.get("files").longValue()).as(each.toString()).isEqualTo(files.get(i));
      }
    }
    assertThat(cli.good("cat", name + ":" + (number == 0 ? "p2" : "p1") + ":/etc/os-release"))
        .isEqualTo(Files.readAllBytes(directory.resolve("tree/etc/os-release")));
    Path out = directory.resolve("out");
    Stored.checkOut(cli.store(), name, out);
    Tool.run("qemu-img", "compare", "-f", "raw", "-F", "raw", damaged, out);
    Files.delete(out);
    Files.delete(damaged);
  }

  /** Where the damage goes: also into copies, and where only the tools know that the root lies. */
  private static long[] places(String type, String what, long place) {
    Path image = directory.resolve(type);
    return switch (type + " " + what) {
      case "ext4 root" -> new long[] {4096 * number("debugfs -R 'blocks <2>' $0", image)};
      case "btrfs superblock" -> new long[] {place, (64 << 20) + place - 65536};
      case "btrfs root" ->
          new long[] {
            number(
                "l=$(btrfs inspect-internal dump-tree -t fs $0 | sed -n 's/^\\(leaf\\|node\\) \\([0-9]*\\) .*/\\2/p' | head -n 1);"
                    + " btrfs-map-logical -l $l $0 | sed -n 's/.*physical \\([0-9]*\\) .*/\\1/p' | head -n 1",
                image)
          };
      case "ntfs superblock" -> new long[] {place, (16 << 20) - 512 + place};
      default -> new long[] {place};
    };
  }

  private static long number(String script, Path image) {
    byte[] out = Tool.output("sh", "-euc", script, image);
    String text = new String(out, StandardCharsets.US_ASCII).strip();
    return Long.parseLong(text.split(" ", 2)[0]);
  }

  @Test
  void reindexedItIsWhatAFreshCheckInMakesOfIt() {
    Cli other = Cli.create(directory.resolve("other"));
    String blocks = other.json("checkin", disk, "disk", "--no-index").get("id").asString();
    JsonNode again = other.json("reindex", "disk").get(0);
    assertThat(again.get("id").asString()).isNotEqualTo(blocks);
    // The block maps differ: one refers to blocks of the version stored before.
    Cli third = Cli.create(directory.resolve("third"));
    third.json("checkin", disk, "disk");
    for (int partition = 1; partition <= 5; partition++) {
      String root = "disk:p" + partition + ":/";
      assertThat(other.json("ls", "-R", root)).isEqualTo(third.json("ls", "-R", root));
    }
    assertThat(other.json("digest", "disk").get("sha256").asString()).isEqualTo(Tool.sha256(disk));
  }
}
