package io.intarsia.formats.filesystem.exfat;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Survey;
import io.intarsia.formats.filesystem.signature.Signatures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes of several geometries with files of all kinds. */
class ExfatReaderTest {
  private static final int DIRECTORY = 0x10;
  private static final int CHAIN = 1;
  private static final int NO_CHAIN = 3;

  @TempDir Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"-c 1K", "-c 4K", "-c 32K", "-c 4K -b 64K"})
  void filesAndDirectories(String options) throws IOException {
    ExfatImage image = ExfatImage.make(directory, 8, options + " -L Wood");
    byte[] content = ExfatImage.content(100_000);
    image.add(
        0, "scattered", new ExfatImage.Entry(0, CHAIN, image.scattered(content), 100_000, 100_000));
    image.add(
        0,
        "together",
        new ExfatImage.Entry(1, NO_CHAIN, image.together(content), 100_000, 100_000));
    image.add(
        0, "half", new ExfatImage.Entry(0, NO_CHAIN, image.together(content), 5_000, 100_000));
    image.add(0, "empty", new ExfatImage.Entry(0, CHAIN, 0, 0, 0));
    int below = image.together(new byte[image.clusterBytes()]);
    image.add(
        0,
        "directory \u20AC with a name \uD83E\uDEB5 of more than one entry",
        new ExfatImage.Entry(
            DIRECTORY, NO_CHAIN, below, image.clusterBytes(), image.clusterBytes()));
    image.add(below, "file", new ExfatImage.Entry(0, NO_CHAIN, image.together(content), 7, 7));
    FileSystem fileSystem = image.open();
    assertThat(fileSystem.type()).isEqualTo("exfat");
    assertThat(fileSystem.label()).isEqualTo("Wood");
    assertThat(fileSystem.uuid()).matches("[0-9A-F]{4}-[0-9A-F]{4}");
    assertThat(fileSystem.notes()).isEmpty();
    assertThat(fileSystem.blockSize()).isEqualTo(image.clusterBytes());
    Map<String, Inode> inodes = Survey.inodes(fileSystem);
    String path = "/directory \u20AC with a name \uD83E\uDEB5 of more than one entry";
    assertThat(inodes.keySet())
        .containsExactlyInAnyOrder(
            "/", "/scattered", "/together", "/half", "/empty", path, path + "/file");
    assertThat(Survey.inode(inodes, path).type()).isEqualTo(FileType.DIRECTORY);
    assertThat(Survey.inode(inodes, "/together").mode()).isEqualTo(0555);
    Inode scattered = Survey.inode(inodes, "/scattered");
    assertThat(Instant.ofEpochSecond(scattered.mtimeSeconds(), scattered.mtimeNanos()))
        .isEqualTo(Instant.parse("2024-02-29T11:14:31.57Z"));
    assertThat(Survey.content(fileSystem, scattered)).isEqualTo(content);
    assertThat(Survey.content(fileSystem, Survey.inode(inodes, "/together"))).isEqualTo(content);
    assertThat(Survey.content(fileSystem, Survey.inode(inodes, path + "/file"))).hasSize(7);
    Inode half = Survey.inode(inodes, "/half");
    assertThat(Survey.extents(fileSystem, half))
        .extracting(Extent::kind)
        .containsExactly(Extent.Kind.PLAIN, Extent.Kind.ZERO);
    byte[] zeroed = Arrays.copyOf(Arrays.copyOf(content, 5_000), 100_000);
    assertThat(Survey.content(fileSystem, half)).isEqualTo(zeroed);
  }

  @Test
  void setsThatGoOnInTheNextCluster() throws IOException {
    ExfatImage image = ExfatImage.make(directory, 8, "-c 512");
    for (boolean contiguous : new boolean[] {true, false}) {
      byte[] sets = new byte[1536];
      int at = 0;
      for (int i = 0; i < 10; i++) {
        byte[] set =
            ExfatImage.set("name that takes two " + i, new ExfatImage.Entry(0, 1, 0, 0, 0));
        System.arraycopy(set, 0, sets, at, set.length);
        at += set.length;
      }
      int cluster = contiguous ? image.together(sets) : image.scattered(sets);
      image.add(
          0,
          contiguous ? "together" : "scattered",
          new ExfatImage.Entry(DIRECTORY, contiguous ? NO_CHAIN : CHAIN, cluster, 1536, 1536));
    }
    assertThat(Survey.inodes(image.open())).hasSize(23);
  }

  @Test
  void freeSpaceIsWhatTheBitmapSays() throws IOException {
    ExfatImage image = ExfatImage.make(directory, 8, "-c 4K");
    long before = Survey.freeBytes(image.open());
    byte[] content = ExfatImage.content(10 * 4096);
    image.scattered(content);
    image.together(content);
    assertThat(Survey.freeBytes(image.open())).isEqualTo(before - 20 * 4096);
    long clusters = 1536;
    // Bitmap, up-case table of two clusters, root directory.
    assertThat(before).isEqualTo((clusters - 4) * 4096);
  }

  @Test
  void recognisesByItsName() throws IOException {
    byte[] bytes = ExfatImage.make(directory, 4, "-c 4K").bytes();
    ExfatReader reader = new ExfatReader();
    assertThat(reader.version()).isEqualTo("exfat/1");
    assertThat(reader.recognises(new MemorySource("image", bytes))).isTrue();
    assertThat(Signatures.name(new MemorySource("image", bytes))).isEqualTo("exfat");
    for (int length : new int[] {0, 511, 512}) {
      assertThat(reader.recognises(new MemorySource("zeros", new byte[length]))).isFalse();
    }
  }
}
