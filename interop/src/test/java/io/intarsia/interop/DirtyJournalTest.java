package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal that was not replayed is seen as the kernel, or e2fsck, would leave it. */
class DirtyJournalTest {
  @TempDir Path directory = Path.of("");

  /** Transactions of blocks that e2fsprogs wrote; e2fsck replays a copy. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-t ext4 -b 1024",
        "-t ext4 -b 4096",
        "-t ext3 -b 1024",
        "-t ext4 -b 1024 -O ^64bit,^metadata_csum",
      })
  void journalWrittenByTools(String options) throws IOException {
    assertReplayed(options);
  }

  private void assertReplayed(String options) throws IOException {
    Path tree = Images.tree(directory.resolve("tree"), 6);
    Path before = Images.ext(directory.resolve("before"), options, tree, "24M");
    Path after = Files.copy(before, directory.resolve("after"));
    Path content = Files.writeString(directory.resolve("content"), "written since ".repeat(4000));
    Debugfs.change(
        after,
        "mkdir new",
        "write " + content + " new/file",
        "symlink new/link file",
        "rm usr/share/text-7",
        "ln usr/share/text-8 new/hard");
    Tool.upTo(1, "e2fsck", "-fy", after);
    journal(
        before, after, options.contains("4096") ? 4096 : options.contains("2048") ? 2048 : 1024);
    assertListedAsReplayed(before);
  }

  /** Puts the blocks in which the file systems differ into the journal of the first. */
  private void journal(Path before, Path after, int blockSize) throws IOException {
    byte[] old = Files.readAllBytes(before);
    byte[] now = Files.readAllBytes(after);
    List<String> commands = new ArrayList<>(List.of("jo"));
    // The super block stays: it says which features the journal needs.
    for (int block = 8192 / blockSize; block < now.length / blockSize; block++) {
      int start = block * blockSize;
      if (!Arrays.equals(old, start, start + blockSize, now, start, start + blockSize)) {
        Path file = directory.resolve("block-" + block);
        Files.write(file, Arrays.copyOfRange(now, start, start + blockSize));
        commands.add("jw -b " + block + " " + file);
      }
    }
    commands.add("jc");
    assertThat(commands).hasSizeGreaterThan(5);
    Debugfs.change(before, commands.toArray(new String[0]));
  }

  private void assertListedAsReplayed(Path image) throws IOException {
    assertThat(Tool.run("dumpe2fs", "-h", image).text()).contains("needs_recovery");
    Path replayed = Files.copy(image, directory.resolve("replayed"));
    Tool.upTo(1, "e2fsck", "-fy", "-E", "journal_only", replayed);
    assertListed(image, Debugfs.list(replayed));
  }

  private void assertListed(Path image, Map<String, Entry> expected) throws IOException {
    Path store = directory.resolve("store-" + image.getFileName());
    Cli cli = Cli.create(store);
    cli.good("checkin", image, "image");
    Map<String, Entry> listed = Entry.ofListing(cli.json("ls", "-R", "image:/"));
    assertThat(Entry.differences(listed, expected)).isEmpty();
    Stored.assertIs(store, "image", image);
  }

  /**
   * An image copied while the kernel writes to it, as of a machine that lost its power. Without
   * root e2fsprogs make the journal, once more with its checksums of the other kind.
   */
  @ParameterizedTest
  @ValueSource(strings = {"data=ordered", "data=journal", "data=writeback,journal_async_commit"})
  void journalOfRunningMachine(String options) throws IOException {
    if (!Kernel.mounts()) {
      assertReplayed("-t ext4 -b 2048 -J size=4");
      return;
    }
    Path tree = Images.tree(directory.resolve("tree"), 7);
    Path image = Images.ext(directory.resolve("image"), "-t ext4 -J size=8", tree, "64M");
    Path copy = directory.resolve("copy");
    Kernel.mounted(
        image,
        "loop,commit=1," + options,
        point -> {
          Tool.script(
              point,
              """
              mkdir busy; cd busy
              i=0; while [ $i -lt 300 ]; do
                echo "number $i" > "f$i"; i=$((i + 1))
                [ $((i % 7)) -ne 0 ] || rm "f$((i - 3))"
                [ $((i % 50)) -ne 0 ] || sync -f .
              done
              ln f1 hard; ln -s f2 soft; mv f8 moved; truncate -s 100000 f9
              rm -r ../usr/share/text-1*
              sync -f .
              """);
          Tool.run("sync", image);
          Tool.run("cp", "--sparse=always", image, copy);
        });
    assertThat(Tool.run("dumpe2fs", "-h", copy).text()).contains("needs_recovery");
    Path replayed = Files.copy(copy, directory.resolve("replayed"));
    Map<String, Entry> seen = Kernel.list(replayed, "loop,noatime");
    assertThat(seen).containsKey("/busy/moved");
    assertListed(copy, seen);
  }
}
