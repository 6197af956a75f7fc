package io.intarsia.formats.filesystem.ext4;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Ext4ReaderTest {
  @TempDir Path directory = Path.of("");

  @Test
  void recognisesBySignatureOnly() throws IOException {
    Ext4Reader reader = new Ext4Reader();
    byte[] image = ExtImage.make(directory, 2, "-t ext2").bytes();
    assertThat(reader.version()).isEqualTo("ext4/2");
    assertThat(reader.recognises(new MemorySource("ext2", image))).isTrue();
    for (int length : new int[] {0, 512, 2047}) {
      assertThat(reader.recognises(new MemorySource("short", new byte[length]))).isFalse();
    }
    assertThat(reader.recognises(new MemorySource("zeros", new byte[8192]))).isFalse();
  }

  @Test
  void unnamedFileSystemsHaveNoLabel() throws IOException {
    FileSystem fileSystem = ExtImage.make(directory, 2, "-t ext2 -U clear").open();
    assertThat(fileSystem.label()).isNull();
    assertThat(fileSystem.uuid()).isNull();
    assertThat(fileSystem.blockSize()).isEqualTo(1024);
  }

  @Test
  void manyThreadsSeeTheSame() throws Exception {
    Path tree = Files.createDirectories(directory.resolve("tree"));
    for (int i = 0; i < 300; i++) {
      Files.writeString(tree.resolve("file-" + i), "content ".repeat(i));
    }
    FileSystem fileSystem = ExtImage.make(directory, 8, "-t ext4 -d " + tree).open();
    Map<String, Tree.Node> expected = Tree.read(fileSystem);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Map<String, Tree.Node>>> walks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        walks.add(() -> Tree.read(fileSystem));
      }
      for (Future<Map<String, Tree.Node>> walk : threads.invokeAll(walks)) {
        assertThat(walk.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void crc32cFromAnySeed() {
    Random random = new Random(1);
    byte[] bytes = new byte[100];
    for (int seed : new int[] {~0, 0, 1, -2, 0x12345678, random.nextInt(), random.nextInt()}) {
      random.nextBytes(bytes);
      assertThat(new Crc32c(seed).update(bytes, 0, bytes.length).value())
          .isEqualTo(JournalWriter.crc(seed, bytes, 0, bytes.length));
    }
  }
}
