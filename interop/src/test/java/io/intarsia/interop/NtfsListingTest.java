package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code ls -R --json} of NTFS says what a mount by ntfs-3g shows, and drops only free space. */
class NtfsListingTest {
  private static final int DELETED_BYTES = 3_000_000;

  /** A tree as others have one, with names that only some systems allow. */
  private static final String TREE =
      """
      for size in 0 1 400 700 701 1024 4095 4096 4097 65535 65536 65537 300000 1000000; do
        head -c $size /dev/urandom > size-$size
      done
      mkdir many
      i=0; while [ $i -lt 900 ]; do
        echo $i > "many/a name that is long enough to fill some index blocks $i"; i=$((i + 1)); done
      rm many/*blocks*3
      mkdir -p names/deep/deeper/deepest
      cd names
      printf accent > "$(printf 'caf\\303\\251')"
      printf emoji > "$(printf '\\360\\237\\252\\265 wood')"
      printf half > "$(printf 'half \\355\\240\\200 pair')"
      printf quotes > "a\\"b'c\\\\d:e*f?g<h>i|j"
      printf space > ' leading and trailing '
      printf dots > 'ends with dots...'
      printf control > "$(printf 'x\\001\\037')"
      printf newline > "$(printf 'two\\nlines')"
      printf upper > CASE; printf lower > case
      printf long > "$(printf '%0250d' 7)"
      cd ..
      ln size-4096 hard-link; ln size-4096 many/hard-link; ln size-1 names/hard-link
      ln -s names/deep link; ln -s /absolute/nowhere dangling; ln -s "$(printf '%0500d' 7)" long-link
      mknod char c 5 1; mknod block b 8 300; mkfifo fifo
      setfattr -n user.stream -v value size-400
      setfattr -n user.other -v "$(printf '%03000d' 7)" size-400
      setfattr -n user.directory -v value many
      truncate -s 20000000 hole
      cp size-300000 sparse
      i=0; while [ $i -lt 12 ]; do
        printf piece | dd of=sparse bs=1 seek=$((500000 + i * 70000)) conv=notrunc status=none
        i=$((i + 1)); done
      truncate -s 9000000 sparse
      i=0; while [ $i -lt 60 ]; do
        head -c 5000 /dev/urandom >> piece-a; head -c 5000 /dev/urandom >> piece-b; i=$((i + 1)); done
      printf x > later; truncate -s 100000 later; printf y >> later
      touch -d '1965-01-01 UTC' size-1024; touch -d '2042-01-01 00:00:00.123456700 UTC' size-4095
      """;

  /** Directories whose new files are compressed. */
  private static final String COMPRESSED =
      """
      mkdir packed; setfattr -n system.ntfs_attrib -v 0x10080000 packed; cd packed
      i=0; while [ $i -lt 3000 ]; do echo "line $i of some text"; i=$((i + 1)); done > text
      head -c 200000 /dev/urandom > random
      head -c 300000 /dev/zero > zeros
      cat text random zeros text > mixed
      printf short > short
      cp text appended; cat random >> appended
      truncate -s 5000000 appended; cat text >> appended
      """;

  @TempDir static Path directory = Path.of("");
  private static Cli cli = Cli.at(Path.of(""));

  @BeforeAll
  static void prepare() {
    cli = Cli.create(directory.resolve("store"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-c 512",
        "-c 4096 -L label",
        "-c 4096 -s 4096",
        "-c 65536",
      })
  void listsWhatNtfs3gShows(String options) throws IOException {
    Path image = Ntfs.make(directory.resolve("volume" + options.replace(' ', '_')), options, "64M");
    String name = image.getFileName().toString();
    if (Kernel.mounts()) {
      Ntfs.work(image, "", TREE);
      if (options.startsWith("-c 4096") || options.startsWith("-c 512")) {
        Ntfs.work(image, ",compression", COMPRESSED);
      }
      Ntfs.work(
          image, ",special_files=wsl", "mkdir wsl; cd wsl; ln -s a b; mkfifo f; mknod c c 1 3");
      assertThat(Entry.differences(listed(image, name), Ntfs.list(image))).isEmpty();
      assertSameAttributes(image, name);
    } else {
      Tool.run("ntfscp", image, Images.random(directory.resolve("random"), 7, 700_000), "file");
      assertThat(listed(image, name)).hasSize(2);
      assertThat(cli.good("cat", name + ":/file")).isEqualTo(Tool.output("ntfscat", image, "file"));
    }
    Files.delete(image);
  }

  private static Map<String, Entry> listed(Path image, String name) {
    JsonNode result = cli.json("checkin", image, name);
    assertThat(result.get("understood").get(0).get("problem").isNull())
        .as(result.toString())
        .isTrue();
    return Entry.ofListing(cli.json("ls", "-R", name + ":/"));
  }

  /** What is extracted bears the streams, where the file system of this machine takes them. */
  private static void assertSameAttributes(Path image, String name) throws IOException {
    Path out = Files.createTempDirectory(directory, "extracted");
    cli.good("extract", name + ":/many", out);
    Kernel.mounted(
        image,
        "loop,ro,streams_interface=xattr",
        point -> {
          Path extracted = Files.exists(out.resolve("many")) ? out.resolve("many") : out;
          String there = attributes(extracted);
          assertThat(there).isEqualTo(attributes(point.resolve("many")));
        });
  }

  private static String attributes(Path file) {
    return new String(
            Tool.output("getfattr", "--only-values", "-n", "user.directory", file),
            StandardCharsets.ISO_8859_1)
        .strip();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-c 512", "-c 4096"})
  void dropsOnlyFreeSpace(String options) throws IOException {
    Path image = Ntfs.make(directory.resolve("dropped"), options, "32M");
    Path deleted = Images.random(directory.resolve("deleted"), 11, DELETED_BYTES);
    if (Kernel.mounts()) {
      Ntfs.work(
          image,
          "",
          "cp " + deleted + " deleted; mkdir d; cp " + deleted + " d/kept; sync; rm deleted");
    }
    String name = "dropped" + options.replace(' ', '_');
    JsonNode result = cli.json("checkin", image, name, "--free-space", "drop");
    Path out = directory.resolve("out");
    cli.good("checkout", name, out);
    byte[] before = Files.readAllBytes(image);
    byte[] after = Files.readAllBytes(out);
    for (int i = 0; i < before.length; i++) {
      if (after[i] != before[i] && after[i] != 0) {
        throw new AssertionError("byte " + i + " was changed");
      }
    }
    Tool.run("ntfsresize", "--info", "--force", out);
    if (Kernel.mounts()) {
      assertThat(result.get("droppedBytes").longValue()).isGreaterThan(DELETED_BYTES * 9L / 10);
      assertThat(Entry.differences(Ntfs.list(out), Ntfs.list(image))).isEmpty();
    }
    Files.delete(out);
  }

  @Test
  void aDirtyVolumeKeepsItsFreeSpace() throws IOException {
    Path image = Ntfs.make(directory.resolve("dirty"), "-c 4096", "8M");
    Tool.run("ntfsfix", image);
    JsonNode result = cli.json("checkin", image, "dirty", "--free-space", "drop");
    assertThat(result.get("droppedBytes").longValue()).isZero();
    assertThat(result.get("understood").toString()).contains("dirty");
  }
}
