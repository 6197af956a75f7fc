package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The same files, put on every file system in another order, are stored once. */
class SameFilesTest {
  private static final long SEED = 20260121;
  private static final int FILES = 180;
  private static final List<String> FOLDERS = List.of("bin", "lib", "lib/deep", "share");

  @TempDir static Path directory = Path.of("");
  private static Path tree = Path.of("");
  private static final List<String> paths = new ArrayList<>();
  private static long bytes;
  private static Cli cli = Cli.at(Path.of(""));

  /** What makes a file system of the tree. */
  enum Kind {
    XFS(""),
    BTRFS("-m single"),
    BTRFS_COMPRESSED("-m single", "compress-force=zstd"),
    NTFS("-c 4096"),
    FAT32(""),
    ISO9660("-R"),
    ISO9660_JOLIET("-J"),
    SQUASHFS("-comp zstd -b 128K"),
    LVM("");

    private final String options;
    private final String mount;

    Kind(String options) {
      this(options, "");
    }

    Kind(String options, String mount) {
      this.options = options;
      this.mount = mount;
    }
  }

  @BeforeAll
  static void storeTheFirst() throws IOException {
    tree = Files.createDirectory(directory.resolve("tree"));
    Random random = new Random(SEED);
    for (String folder : FOLDERS) {
      Files.createDirectories(tree.resolve(folder));
    }
    for (int i = 0; i < FILES; i++) {
      String path = FOLDERS.get(i % FOLDERS.size()) + "/file " + i + ".data";
      Path file = Files.write(tree.resolve(path), content(random));
      bytes += Files.size(file);
      paths.add(path);
    }
    cli = Cli.create(directory.resolve("store"));
    Path first = Images.ext(directory.resolve("first"), "-t ext4 -b 4096", tree, "24M");
    JsonNode result = cli.json("checkin", first, "first");
    assertThat(bytes).isBetween(7_000_000L, 13_000_000L);
    assertThat(result.get("newFileBytes").longValue()).isBetween(bytes * 9 / 10, bytes);
  }

  /** A few bytes to many chunks, most of them small; half of it text, half of it noise. */
  private static byte[] content(Random random) {
    byte[] content = new byte[(int) Math.pow(2, 4 + random.nextDouble() * 15)];
    random.nextBytes(content);
    if (random.nextBoolean()) {
      for (int i = 0; i < content.length; i++) {
        content[i] = (byte) (content[i] < 0 ? 'e' : 'a' + (content[i] & 15));
      }
    }
    return content;
  }

  @ParameterizedTest
  @EnumSource
  void bringsNoNewFiles(Kind kind) throws IOException {
    Collections.shuffle(paths, new Random(SEED + kind.ordinal()));
    Path image = directory.resolve(kind.name());
    make(kind, image);
    JsonNode result = cli.json("checkin", image, kind.name());
    long files = 0;
    for (JsonNode place : result.get("understood")) {
      files += place.get("files").longValue();
    }
    assertThat(files).as(result.toString()).isGreaterThanOrEqualTo(FILES);
    assertThat(result.get("newFileBytes").longValue())
        .as(result.toString())
        .isLessThanOrEqualTo(bytes / 100);
    assertThat(cli.json("digest", kind.name()).get("sha256").asString())
        .isEqualTo(Tool.sha256(image));
    Files.delete(image);
  }

  private static void make(Kind kind, Path image) throws IOException {
    switch (kind) {
      case XFS -> {
        Path empty = Files.createDirectories(directory.resolve("empty"));
        boolean mounts = Kernel.mounts();
        XfsImages.make(image, "-b size=4096", mounts ? empty : tree, 100L << 20);
        copy(image, kind, "");
      }
      case BTRFS, BTRFS_COMPRESSED -> {
        String fill = Kernel.mounts() ? "" : " -r " + tree;
        script("truncate -s 128M $0; mkfs.btrfs -q " + kind.options + fill + " $0", image);
        copy(image, kind, "");
      }
      case NTFS -> {
        Ntfs.make(image, kind.options, "32M");
        copy(image, kind, "for f; do ntfscp -q $0 \"tree/$f\" \"${f##*/}\"; done");
      }
      case FAT32 ->
          script(
              "truncate -s 40M $0; mkfs.fat -F 32 $0 >/dev/null; export MTOOLS_SKIP_CHECK=1;"
                  + "mmd -i $0 ::bin ::lib ::lib/deep ::share;"
                  + "for f; do mcopy -i $0 \"tree/$f\" \"::$f\"; done",
              image);
      case ISO9660, ISO9660_JOLIET ->
          script("xorriso -as mkisofs -quiet " + kind.options + " -o $0 tree", image);
      case SQUASHFS ->
          script("mksquashfs tree $0 -noappend -no-progress -quiet " + kind.options, image);
      case LVM -> {
        Path ext = directory.resolve("volume");
        Images.ext(ext, "-t ext4 -b 1024 -m 0 -O ^has_journal", tree, "16M");
        Lvm.putStriped(ext, Lvm.disk(image));
      }
    }
  }

  /** Copies the tree's files in their order: in a mount, or else with a script. */
  private static void copy(Path image, Kind kind, String otherwise) {
    if (Kernel.mounts()) {
      String copy = "cd \"$0\"; for f; do mkdir -p \"${f%/*}\"; cp \"$TREE/$f\" \"$f\"; done";
      String options = kind.mount.isEmpty() ? "loop" : "loop," + kind.mount;
      Kernel.mounted(image, options, point -> script(copy.replace("$TREE", tree + ""), point));
    } else if (!otherwise.isEmpty()) {
      script(otherwise, image);
    }
  }

  /** A script in the tests' directory; its words are an image and the paths in their order. */
  private static void script(String script, Path image) {
    List<Object> command = new ArrayList<>(List.of("sh", "-euc", "cd " + directory + ";" + script));
    command.add(image);
    command.addAll(paths);
    Tool.run(command.toArray());
  }

  @Test
  void theFirstComesBack() {
    assertThat(cli.json("digest", "first").get("sha256").asString())
        .isEqualTo(Tool.sha256(directory.resolve("first")));
  }
}
