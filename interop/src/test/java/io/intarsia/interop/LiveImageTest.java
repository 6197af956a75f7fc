package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Live images: a squashfs in an ISO 9660, on a disk of its own or behind a partition table. */
class LiveImageTest {
  private static final String NESTED = "/live/filesystem.squashfs";
  private static final int PARTITION_SECTOR = 2048;

  @TempDir static Path directory = Path.of("");
  private static Path squash = Path.of("");
  private static Cli cli = Cli.at(Path.of(""));

  @BeforeAll
  static void prepare() throws IOException {
    Images.tree(directory.resolve("tree"), 21);
    squash = directory.resolve("cd/live/filesystem.squashfs");
    Tool.script(
        directory,
        """
        mkdir -p cd/live cd/boot
        echo kernel > cd/boot/vmlinuz
        mksquashfs tree cd/live/filesystem.squashfs -noappend -no-progress -quiet -comp xz \
          -p 'console c 600 0 5 5 1' -p 'disk b 660 0 6 8 0'
        """);
    cli = Cli.create(directory.resolve("store"));
  }

  @ParameterizedTest
  @CsvSource({
    "plain, -R -J, p0",
    "offset, -R -partition_offset 16, p0",
    "labelled, -R --protective-msdos-label, p0",
    "behind, -R, p1",
  })
  void bothFileSystemsAreRead(String name, String options, String place) throws IOException {
    Path image = directory.resolve(name + ".iso");
    Tool.script(directory, "xorriso -as mkisofs -quiet -o " + image + " " + options + " cd");
    if (name.equals("behind")) {
      image = behindPartitionTable(image);
    }
    JsonNode result = cli.json("checkin", image, name);
    assertThat(places(result)).contains(place, place + NESTED);
    for (JsonNode each : result.get("understood")) {
      assertThat(each.get("problem").asString(""))
          .matches("|shows the file system of the whole disk.*");
    }
    String nested = name + ":" + place + NESTED;
    assertThat(Entry.differences(listed(nested + ":/"), judged())).isEmpty();
    assertThat(cli.good("cat", nested + ":/etc/os-release"))
        .isEqualTo(Files.readAllBytes(directory.resolve("tree/etc/os-release")));
    assertThat(cli.good("cat", name + ":" + NESTED)).isEqualTo(Files.readAllBytes(squash));
    assertFound(name, place + NESTED);
    assertThat(cli.json("digest", name).get("sha256").asString()).isEqualTo(Tool.sha256(image));
  }

  /** The ISO in the first partition of a disk. */
  private static Path behindPartitionTable(Path iso) throws IOException {
    Path disk =
        Images.disk(
            directory.resolve("disk"),
            "24M",
            "label: dos\nstart=" + PARTITION_SECTOR + ",size=32768,type=cd\n");
    Images.put(iso, disk, PARTITION_SECTOR * 512L);
    return disk;
  }

  private static List<String> places(JsonNode result) {
    List<String> places = new ArrayList<>();
    result.get("understood").forEach(each -> places.add(each.get("place").asString()));
    return places;
  }

  private static Map<String, Entry> listed(String path) {
    return Entry.ofListing(cli.json("ls", "-R", path));
  }

  /** Who unpacks without root changes owners and makes no devices. */
  private static Map<String, Entry> judged() throws IOException {
    if (Kernel.mounts()) {
      return Kernel.list(squash, "ro,loop");
    }
    Path unpacked = Files.createTempDirectory(directory, "unpacked").resolve("root");
    Tool.run("unsquashfs", "-no-progress", "-quiet", "-dest", unpacked, squash);
    return Kernel.list(unpacked);
  }

  private static void assertFound(String name, String place) {
    String sha256 = Tool.sha256(directory.resolve("tree/usr/share/random-3"));
    for (JsonNode hits :
        List.of(
            cli.json("search", "random-3", "--image", name),
            cli.json("search", "--sha256", sha256, "--image", name))) {
      assertThat(hits.size()).isOne();
      assertThat(hits.get(0).get("partition").asString()).isEqualTo(place);
      assertThat(hits.get(0).get("path").asString()).isEqualTo("/usr/share/random-3");
    }
  }

  @Test
  void theNestedFilesMeetThoseOfADisk() throws IOException {
    Path ext = Images.ext(directory.resolve("ext"), "-t ext4", directory.resolve("tree"), "16M");
    Path iso = directory.resolve("second.iso");
    Tool.script(directory, "xorriso -as mkisofs -quiet -o " + iso + " -R cd");
    Cli fresh = Cli.create(directory.resolve("fresh"));
    fresh.good("checkin", iso, "live");
    assertThat(fresh.json("checkin", ext, "disk").get("newFileBytes").longValue()).isZero();
  }
}
