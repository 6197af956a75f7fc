package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code ls -R --json} of btrfs of many kinds says what the kernel says. */
class BtrfsListingTest {
  private static final String TOP_LEVEL = "ro,loop,subvolid=5";

  @TempDir static Path directory = Path.of("");
  private static Path tree = Path.of("");
  private static Cli cli = Cli.at(Path.of(""));

  @BeforeAll
  static void prepare() throws IOException {
    tree = Trees.everything(directory);
    Tool.run("truncate", "-s", 2_000_001, tree.resolve("sparse"));
    cli = Cli.create(directory.resolve("store"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-m dup | compress-force=zlib",
        "-n 4096 -O ^no-holes -m single | compress-force=lzo",
        "-n 65536 --csum xxhash -d dup | compress-force=zstd",
        "-M -m dup -d dup --csum sha256 | compress=lzo",
        "-O ^skinny-metadata,^no-holes --csum blake2 -R ^free-space-tree | nodatacow,space_cache=v1",
      })
  void listsWhatTheKernelSees(String make, String mount) throws IOException {
    Path image = make(make);
    if (!Kernel.mounts()) {
      assertFilesOfTheTree(listed(image));
      return;
    }
    Kernel.mounted(image, "loop," + mount, BtrfsListingTest::work);
    Map<String, Entry> listed = listed(image);
    Map<String, Entry> expected = Kernel.list(image, TOP_LEVEL);
    assertThat(listed).containsKeys("/snapshots/sub/nested", "/snapshots/read-only/file");
    assertThat(Entry.differences(comparable(listed), comparable(expected))).isEmpty();
    Files.delete(image);
  }

  /** A file system, filled with the tree where no kernel will do that. */
  private static Path make(String options) throws IOException {
    Path image = Files.createTempFile(directory, "btrfs", ".img");
    String how = Kernel.mounts() ? options : "-r " + tree;
    Tool.script(directory, "truncate -s 256M " + image + "; mkfs.btrfs -q " + how + " " + image);
    return image;
  }

  /** What only the kernel makes. */
  private static void work(Path point) {
    Tool.script(
        point,
        """
        cp -a "$TREE/." .
        seq 1 200000 > lines; seq 1 300 > few-lines; cp size-1000000 not-compressible
        seq 1 100000 > changed; printf middle | dd of=changed bs=1 seek=200000 conv=notrunc status=none
        cp --reflink=always lines reflink; fallocate -p -o 131072 -l 262144 reflink
        fallocate -l 100000 unwritten; printf 'middle' | dd of=unwritten bs=1 seek=50000 conv=notrunc status=none
        : > beyond-the-end; fallocate -n -l 100000 beyond-the-end
        truncate -s 20000000 hole; truncate -s 1000 few-lines; truncate -s 5000 few-lines
        chown 70000:4000000000 size-60
        mknod new-char c 300 70000; mknod new-block b 8 1
        touch -d '2042-01-01 UTC' late; touch -d '1901-12-14 UTC' early
        printf newline > "$(printf 'two\\nlines')"
        setfattr -n user.comment -v much size-1 || :
        mkdir snapshots
        btrfs -q subvolume create sub; seq 1 20000 > sub/file; ln sub/file sub/link
        btrfs -q subvolume create sub/nested; cp lines sub/nested/lines
        btrfs -q subvolume snapshot sub snapshots/sub; printf other > snapshots/sub/file
        btrfs -q subvolume snapshot -r sub snapshots/read-only
        btrfs -q subvolume snapshot . snapshots/all
        btrfs -q subvolume create gone; btrfs -q subvolume delete gone
        btrfs -q subvolume set-default sub
        """
            .replace("$TREE", tree.toString()));
  }

  /**
   * Where a snapshot shows an empty directory for a subvolume, the kernel gives it the time of now.
   */
  private static Map<String, Entry> comparable(Map<String, Entry> listing) {
    Map<String, Entry> result = new TreeMap<>(listing);
    for (String path :
        List.of(
            "/snapshots/sub/nested",
            "/snapshots/read-only/nested",
            "/snapshots/all/sub",
            "/snapshots/all/snapshots/sub",
            "/snapshots/all/snapshots/read-only")) {
      Entry entry = Objects.requireNonNull(result.remove(path), path);
      assertThat(entry.type() + entry.mode()).isEqualTo("dir0755");
    }
    return result;
  }

  private static Map<String, Entry> listed(Path image) {
    String name = image.getFileName().toString();
    JsonNode result = cli.json("checkin", image, name);
    assertThat(result.get("understood").get(0).get("problem").isNull())
        .as(result.toString())
        .isTrue();
    return Entry.ofListing(cli.json("ls", "-R", name + ":/"));
  }

  private static void assertFilesOfTheTree(Map<String, Entry> listed) {
    Kernel.list(tree)
        .forEach((path, expected) -> {
          if (expected.type().equals("file")) {
            Entry entry = Objects.requireNonNull(listed.get(path), path);
            assertThat(entry.sha256()).isEqualTo(expected.sha256());
          }
        });
  }

  /** A file that was synced and whose machine then lost power is only in the log. */
  @Test
  void aLogThatWasNotReplayed() throws IOException {
    Path image = make("-m single");
    Path crashed = directory.resolve("crashed.img");
    if (Kernel.mounts()) {
      Kernel.mounted(
          image,
          "loop,commit=300",
          point -> {
            Tool.script(point, "seq 1 1000 > old; sync");
            Tool.script(
                point, "seq 1 2000 > new; sync new; cp --sparse=always " + image + " " + crashed);
          });
      Map<String, Entry> listed = listed(crashed);
      assertThat(listed).containsKey("/old").doesNotContainKey("/new");
      assertThat(Entry.differences(listed, Kernel.list(crashed, TOP_LEVEL + ",rescue=nologreplay")))
          .isEmpty();
      assertThat(cli.json("show", "crashed.img").toString()).contains("The log was not replayed");
    } else {
      assertFilesOfTheTree(listed(image));
    }
  }
}
