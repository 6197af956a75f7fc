package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Volume groups that LVM's tools made: volumes are read where LVM says that they lie. */
class LvmTest {
  @TempDir static Path directory = Path.of("");
  private static Path disk = Path.of("");
  private static Path plain = Path.of("");
  private static Path linear = Path.of("");
  private static Path striped = Path.of("");
  private static Cli cli = Cli.at(Path.of(""));

  @BeforeAll
  static void prepare() throws IOException {
    cli = Cli.create(directory.resolve("store"));
    Path tree = Images.tree(directory.resolve("tree"), 9);
    linear = Images.ext(directory.resolve("linear"), "-t ext4 -b 1024", tree, "12M");
    striped = Images.ext(directory.resolve("striped"), "-t ext4 -b 4096", tree, "16M");
    plain = Images.ext(directory.resolve("plain"), "-t ext4 -b 4096", tree, "20M");
    Path deleted = Images.random(directory.resolve("deleted"), 3, 2_000_000);
    Debugfs.change(striped, "write " + deleted + " deleted", "rm deleted");
    Tool.upTo(1, "e2fsck", "-fy", striped);
    disk = Lvm.disk(directory.resolve("disk"));
    Lvm.putLinear(linear, disk);
    Lvm.putStriped(striped, disk);
    Path swap = directory.resolve("swap");
    Tool.script(directory, "truncate -s 8M swap; mkswap -q -L mine swap");
    byte[] pages = Files.readAllBytes(swap);
    new Random(4).nextBytes(pages);
    System.arraycopy(Files.readAllBytes(swap), 0, pages, 0, 4096);
    Images.put(pages, disk, Lvm.FIRST + Lvm.DATA + 3 * Lvm.EXTENT);
  }

  private static JsonNode place(JsonNode show, String name) {
    for (JsonNode each : show.get("disks").get(0).get("partitions")) {
      if (each.get("name").asString().equals(name)) {
        return each;
      }
    }
    throw new AssertionError("there is no " + name + " in " + show);
  }

  @Test
  void volumesAreUnderstoodAndTheDiskComesBack() throws IOException {
    assertThat(cli.json("checkin", plain, "plain").get("newFileBytes").longValue()).isPositive();
    JsonNode result = cli.json("checkin", disk, "exact");
    assertThat(result.get("newFileBytes").longValue()).isZero();
    assertThat(result.get("droppedBytes").longValue()).isZero();

    JsonNode show = cli.json("show", "exact");
    assertThat(place(show, "p1").get("filesystem").asString()).isEqualTo("LVM2_member");
    assertThat(place(show, "p1").get("problem").isNull()).isTrue();
    assertThat(place(show, "vg/linear").get("filesystem").asString()).isEqualTo("ext4");
    assertThat(place(show, "vg/linear").get("root").booleanValue()).isTrue();
    assertThat(place(show, "vg/striped").get("segments").get(0).get("areas").size()).isEqualTo(2);
    assertThat(place(show, "vg/swap").get("filesystem").asString()).isEqualTo("swap");
    assertThat(place(show, "vg/both").get("segments").size()).isEqualTo(2);
    assertThat(Entry.differences(listed("exact:vg/linear:/"), Debugfs.list(linear))).isEmpty();
    assertThat(Entry.differences(listed("exact:vg/striped:/"), Debugfs.list(striped))).isEmpty();
    Path out = directory.resolve("exact.out");
    cli.good("checkout", "exact", out);
    assertThat(Files.mismatch(disk, out)).isEqualTo(-1);

    JsonNode again = cli.json("checkin", disk, "again");
    assertThat(again.get("understood")).isEqualTo(result.get("understood"));
    assertThat(again.get("id")).isEqualTo(result.get("id"));
    assertThat(cli.json("show", "again").get("disks")).isEqualTo(show.get("disks"));
  }

  private static Map<String, Entry> listed(String path) {
    return Entry.ofListing(cli.json("ls", "-R", path));
  }

  @Test
  void dropsWorkInsideVolumes() throws IOException {
    JsonNode result =
        cli.json("checkin", disk, "dropped", "--free-space", "drop", "--drop", "swap,pagefile");
    assertThat(result.get("droppedBytes").longValue()).isGreaterThan(9_000_000);
    JsonNode show = cli.json("show", "dropped");
    assertThat(show.get("dropped").get(0).get("what").asString()).isEqualTo("swap");
    assertThat(show.get("dropped").get(0).get("where").asString()).isEqualTo("vg/swap");
    Path out = directory.resolve("dropped.out");
    cli.good("checkout", "dropped", out);
    byte[] before = Files.readAllBytes(disk);
    byte[] after = Files.readAllBytes(out);
    int swap = (int) (Lvm.FIRST + Lvm.DATA + 3 * Lvm.EXTENT);
    for (int i = 0; i < before.length; i++) {
      boolean header = i >= swap && i < swap + 4096;
      if (after[i] != before[i] && (after[i] != 0 || header)) {
        throw new AssertionError("byte " + i + " became " + after[i]);
      }
    }
    assertThat(after[swap + 5000]).isZero();
    Path back = directory.resolve("striped.out");
    byte[] volume = new byte[16 << 20];
    for (int i = 0; i < volume.length >> 16; i++) {
      long area = i % 2 == 0 ? Lvm.FIRST + Lvm.DATA + 5 * Lvm.EXTENT : Lvm.SECOND + Lvm.DATA;
      System.arraycopy(after, (int) area + ((i / 2) << 16), volume, i << 16, 1 << 16);
    }
    Files.write(back, volume);
    Tool.run("e2fsck", "-fn", back);
    assertThat(Entry.differences(Debugfs.list(back), Debugfs.list(striped))).isEmpty();
  }

  @Test
  void aMissingPhysicalVolumeCostsOnlyItsVolumes() throws IOException {
    Path lone = directory.resolve("lone");
    Files.copy(disk, lone);
    Images.put(new byte[8192], lone, Lvm.SECOND);
    cli.good("checkin", lone, "lone");
    JsonNode show = cli.json("show", "lone");
    assertThat(place(show, "vg/linear").get("understood").booleanValue()).isTrue();
    assertThat(place(show, "vg/striped").get("problem").asString()).contains("not in this image");
    Path out = directory.resolve("lone.out");
    cli.good("checkout", "lone", out);
    assertThat(Files.mismatch(lone, out)).isEqualTo(-1);
  }
}
