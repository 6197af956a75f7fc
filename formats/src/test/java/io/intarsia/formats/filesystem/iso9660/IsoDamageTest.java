package io.intarsia.formats.filesystem.iso9660;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.HostileWalk;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Survey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and hostile images: an error for what is damaged, and never a loop. */
class IsoDamageTest {
  @TempDir Path directory = Path.of("");
  private byte[] image = {};

  @BeforeEach
  void make() throws IOException {
    image = image(directory, "-R -J");
  }

  static byte[] image(Path directory, String options) throws IOException {
    Path plain = Files.createDirectories(directory.resolve("tree/sub/below"));
    Path tree = directory.resolve("tree");
    byte[] content = "content".repeat(9000).getBytes(StandardCharsets.US_ASCII);
    Files.write(tree.resolve("file"), IsoImage.zisofs(directory, content));
    Files.writeString(plain.resolve("other"), "other");
    Files.createSymbolicLink(tree.resolve("link"), Path.of("0123456789/".repeat(15) + "x"));
    Files.createDirectories(tree.resolve("1/2/3/4/5/6/7/8/9/10"));
    return IsoImage.genisoimage(directory, tree, options + " -z");
  }

  private static int place(byte[] bytes, String text, int from) {
    byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int at = from; at < bytes.length - wanted.length; at++) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new AssertionError(text);
  }

  private void assertFileIsDamaged() throws IOException {
    FileSystem fileSystem = IsoImage.open(image);
    Map<String, Inode> inodes = Survey.inodes(fileSystem);
    Inode file = Survey.inode(inodes, "/file");
    assertThatThrownBy(() -> Survey.content(fileSystem, file))
        .isInstanceOf(MalformedException.class);
    assertThat(Survey.content(fileSystem, Survey.inode(inodes, "/sub/below/other"))).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 20, 40})
  void compressedFilesThatAreDamaged(int field) throws IOException {
    int record = IsoReaderTest.recordOf(image, "file");
    int data = (int) LittleEndian.u32(image, record + 2) * 2048;
    for (int i = 0; i < 8; i++) {
      image[data + field + i] ^= 0x5A;
    }
    assertFileIsDamaged();
  }

  @Test
  void continuationsThatNameThemselves() throws IOException {
    int entry = place(image, "CE\u001C\u0001", 16 * 2048);
    int block = entry / 2048;
    LittleEndian.put32(image, entry + 4, block);
    LittleEndian.put32(image, entry + 12, entry % 2048);
    LittleEndian.put32(image, entry + 20, 28);
    assertThatThrownBy(() -> Survey.inodes(IsoImage.open(image)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("without end");
  }

  @Test
  void directoriesThatHoldThemselves() throws IOException {
    int record = IsoReaderTest.recordOf(image, "sub");
    int root = (int) LittleEndian.u32(image, 32768 + 156 + 2);
    LittleEndian.put32(image, record + 2, root);
    FileSystem fileSystem = IsoImage.open(image);
    long[] number = {-1};
    fileSystem.list(
        fileSystem.root(),
        (name, child) ->
            number[0] = new String(name, StandardCharsets.UTF_8).equals("sub") ? child : number[0]);
    assertThat(number[0]).isEqualTo(fileSystem.root().number());
    HostileWalk.damaged(new IsoReader(), image);
  }

  /** Each block of a directory could begin one more that goes on to the end of the first. */
  @Test
  void directoriesThatOverlap() throws IOException {
    image = image(directory.resolve("plain"), "-l");
    int root = (int) LittleEndian.u32(image, 32768 + 156 + 2);
    LittleEndian.put32(image, root * 2048 + 10, 2 * 2048);
    assertThatThrownBy(() -> Survey.inodes(IsoImage.open(image)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("part of another directory");
  }

  @Test
  void directoriesThatAreNone() throws IOException {
    int record = IsoReaderTest.recordOf(image, "sub");
    for (int extent : new int[] {0, 16, 1 << 28, -1}) {
      LittleEndian.put32(image, record + 2, extent);
      FileSystem fileSystem = IsoImage.open(image);
      assertThatThrownBy(() -> Survey.inodes(fileSystem)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void numbersThatNameNothing() throws IOException {
    FileSystem fileSystem = IsoImage.open(image);
    for (long number : new long[] {-1, 0, 5, 32768, 1L << 50, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> fileSystem.inode(number)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void cutShort() {
    for (int length : new int[] {0, 32_768, 34_816, 40_000, 60_000, 100_000}) {
      int kept = Math.min(length, image.length);
      HostileWalk.damaged(new IsoReader(), Arrays.copyOf(image, kept));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-R", "-J", "-l"})
  void flippedBytes(String options) throws IOException {
    long seed = 815;
    Random random = new Random(seed);
    byte[] bytes = image(directory.resolve(options), options);
    for (int round = 0; round < 200; round++) {
      byte[] damaged = bytes.clone();
      for (int flips = 0; flips < 1 << random.nextInt(10); flips++) {
        damaged[32768 + random.nextInt(50 * 2048)] = (byte) random.nextInt(256);
      }
      System.arraycopy(bytes, 32768, damaged, 32768, 6);
      HostileWalk.damaged(new IsoReader(), damaged, "seed " + seed + ", round " + round);
    }
  }
}
