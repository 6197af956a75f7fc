package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code ls -R --json} of exFAT says what a mount by exfat-fuse shows; only free space drops. */
class ExfatListingTest {
  private static final String TYPE = "exfat-fuse";
  private static final int DELETED_BYTES = 1_000_000;

  /** Files in one piece and in several, some of them longer than what was written. */
  private static final String TREE =
      """
      head -c 1000000 /dev/urandom > gone
      for size in 0 1 511 512 513 4095 4096 4097 65536 300000; do
        head -c $size /dev/urandom > size-$size
      done
      printf upper > CASE.TXT; printf dots > a.b.c.d; printf blanks > '  two  blanks'
      printf accent > "$(printf 'caf\\303\\251')"; printf emoji > "$(printf '\\360\\237\\252\\265 wood')"
      printf long > "$(printf '%0255d' 7)"
      mkdir many; i=0; while [ $i -lt 300 ]; do
        echo $i > "many/one of many files with a rather long name $i"; i=$((i + 1)); done
      rm many/*7
      deep=.; i=0; while [ $i -lt 20 ]; do deep="$deep/level $i"; i=$((i + 1)); done
      mkdir -p "$deep" EMPTY; printf bottom > "$deep/file"
      i=0; while [ $i -lt 30 ]; do
        head -c 9000 /dev/urandom >> piece-a; head -c 9000 /dev/urandom >> piece-b; i=$((i + 1)); done
      printf start > longer; truncate -s 400000 longer
      mv size-4095 'renamed to something longer than it was'
      touch -d '1980-01-01 00:00:02 UTC' size-1; touch -d '2099-12-31 23:59:59 UTC' size-511
      touch -d '2000-02-29 12:34:57 UTC' size-512 EMPTY
      sync; rm gone
      """;

  @TempDir static Path directory = Path.of("");
  private static Cli cli = Cli.at(Path.of(""));

  @BeforeAll
  static void prepare() {
    cli = Cli.create(directory.resolve("store"));
  }

  @ParameterizedTest
  @CsvSource({
    "-c 512 -L label, 8",
    "-c 4096, 20",
    "-c 131072 --pack-bitmap, 64",
  })
  void listsWhatTheMountShows(String options, int mebibytes) throws IOException {
    Path image = Images.random(directory.resolve("volume"), mebibytes, mebibytes << 20);
    Tool.script(Path.of("/"), "mkfs.exfat " + options + " " + image);
    if (Kernel.mounts()) {
      Kernel.mounted(image, TYPE, "loop", point -> Tool.script(point, TREE));
      Tool.run("fsck.exfat", "-n", image);
    }
    String name = "volume" + mebibytes;
    JsonNode result = cli.json("checkin", image, name, "--free-space", "drop");
    JsonNode understood = result.get("understood").get(0);
    assertThat(understood.get("filesystem").stringValue()).isEqualTo("exfat");
    assertThat(understood.get("problem").isNull()).as(result.toString()).isTrue();
    assertThat(result.get("droppedBytes").longValue()).isGreaterThan(DELETED_BYTES);
    Path out = directory.resolve("out");
    cli.good("checkout", name, out);
    Tool.run("fsck.exfat", "-n", out);
    Map<String, Entry> listed = Entry.ofListing(cli.json("ls", "-R", name + ":/"));
    if (Kernel.mounts()) {
      assertThat(Entry.differences(listed, list(image))).isEmpty();
      assertThat(Entry.differences(list(out), list(image))).isEmpty();
    } else {
      assertThat(listed).containsOnlyKeys("/");
    }
    assertThat(Images.differingBytesThatAreNotZero(image, out)).isZero();
    Files.delete(out);
    Files.delete(image);
  }

  /** What the mount shows; the root has no time of its own. */
  private static Map<String, Entry> list(Path image) {
    TreeMap<String, Entry> entries = new TreeMap<>();
    Kernel.mounted(image, TYPE, "loop,ro,umask=022", point -> entries.putAll(Kernel.list(point)));
    entries.computeIfPresent(
        "/",
        (path, root) -> new Entry("dir", root.mode(), 0, 0, -1, Instant.EPOCH, null, null, null));
    return entries;
  }
}
