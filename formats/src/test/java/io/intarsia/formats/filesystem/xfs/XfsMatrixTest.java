package io.intarsia.formats.filesystem.xfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.FileSource;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.Inode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same tree in file systems of all kinds, filled by mkfs.xfs, which needs no root. */
class XfsMatrixTest {
  private static final long SEED = 20260401;
  private static final int[] SIZES = {0, 1, 512, 4095, 4096, 4097, 70_000, 1_000_000};
  private static final int MANY = 1200;
  private static final String LONG_TARGET = "t/".repeat(250);

  @TempDir static Path directory = Path.of("");
  private static final TreeMap<String, byte[]> FILES = new TreeMap<>();
  private static String proto = "";

  @BeforeAll
  static void writeTree() throws IOException {
    Random random = new Random(SEED);
    StringBuilder lines = new StringBuilder();
    for (int size : SIZES) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      FILES.put("/size-" + size, content);
      Path file = Files.write(directory.resolve("size-" + size), content);
      lines.append("size-%d -u-640 1000 70000 %s%n".formatted(size, file));
    }
    lines.append("fifo p--600 5 6\nchar c--666 0 0 5 1\nblock b--660 0 6 300 70000\n");
    lines.append("in-inode l--777 0 0 target\n");
    for (int entries : new int[] {3, 20, MANY}) {
      lines.append("dir-%d d-g755 7 8%n".formatted(entries));
      for (int i = 0; i < entries; i++) {
        lines.append("an-entry-%d ---644 0 0 /dev/null%n".formatted(i));
      }
      lines.append("$\n");
    }
    proto = lines.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "64 | -m crc=0 -b size=512 -i size=256 -n ftype=0",
        "64 | -m crc=0 -b size=1024 -n ftype=1 -i attr=1,projid32bit=0",
        "64 | -m crc=0 -b size=4096 -l version=1 -d agcount=4",
        "64 | -m crc=0 -b size=4096 -n size=65536 -s size=4096",
        "64 | -b size=1024 -n size=8192",
        "64 | -b size=2048 -i size=1024 -n version=ci",
        "64 | -b size=4096",
        "64 | -b size=4096 -d agcount=4 -m rmapbt=1",
        "64 | -b size=4096 -s size=4096 -i size=2048",
        "64 | -b size=4096 -n size=65536 -i sparse=0 -m finobt=0,reflink=0,bigtime=0",
        "64 | -b size=4096 -i nrext64=1 -l size=16m,su=32768 -d su=64k,sw=2",
        "300 | -b size=16384",
        "600 | -b size=65536",
      })
  void readsWhatWasWritten(int mebibytes, String options) throws IOException {
    // In version 5, this mkfs.xfs forgets the header that Linux wants before longer targets.
    boolean longLinks = options.contains("crc=0");
    String links = longLinks ? "outside l--777 0 0 " + LONG_TARGET + "\n" : "";
    Path image = XfsImage.make(directory, mebibytes, options, links + proto);
    try (FileSource source = FileSource.open(image)) {
      FileSystem fileSystem = new XfsReader().open(source);
      assertThat(fileSystem.notes()).isEmpty();
      TreeMap<String, Inode> inodes = new TreeMap<>();
      walk(fileSystem, fileSystem.root(), "", inodes);
      assertTree(fileSystem, inodes);
      if (longLinks) {
        Inode link = get(inodes, "/outside");
        assertThat(fileSystem.linkTarget(link)).asString().isEqualTo(LONG_TARGET);
      }
      long[] free = {0, 0};
      fileSystem.freeSpace((offset, length) -> {
        assertThat(offset).isGreaterThan(free[1]);
        free[0] += length;
        free[1] = offset + length;
      });
      assertThat(free[0]).isEqualTo(XfsImage.freeBytes(image, fileSystem.blockSize()));
    }
    Files.delete(image);
  }

  private static void walk(
      FileSystem fileSystem, Inode directory, String path, Map<String, Inode> inodes)
      throws IOException {
    fileSystem.list(
        directory,
        (name, number) -> {
          String child = path + "/" + new String(name, StandardCharsets.UTF_8);
          Inode inode = fileSystem.inode(number);
          assertThat(inodes.put(child, inode)).isNull();
          assertThat(fileSystem.xattrs(inode)).isEmpty();
          if (path.isEmpty() && child.startsWith("/dir")) {
            walk(fileSystem, inode, child, inodes);
          }
        });
  }

  private static void assertTree(FileSystem fileSystem, Map<String, Inode> inodes)
      throws IOException {
    assertThat(inodes).hasSizeGreaterThanOrEqualTo(SIZES.length + 4 + 3 + 3 + 20 + MANY);
    assertThat(fileSystem.root().uid()).isEqualTo(3);
    for (String path : FILES.keySet()) {
      Inode inode = get(inodes, path);
      assertThat(inode.mode()).isEqualTo(04640);
      assertThat(inode.uid()).isEqualTo(1000);
      assertThat(inode.gid()).isEqualTo(70000);
      assertThat(fileSystem.open(inode).read(0, (int) inode.size())).isEqualTo(FILES.get(path));
    }
    assertThat(get(inodes, "/block").deviceMajor()).isEqualTo(300);
    assertThat(get(inodes, "/block").deviceMinor()).isEqualTo(70000);
    assertThat(get(inodes, "/dir-3").mode()).isEqualTo(02755);
    assertThat(fileSystem.linkTarget(get(inodes, "/in-inode"))).asString().isEqualTo("target");
  }

  private static Inode get(Map<String, Inode> inodes, String path) {
    return Objects.requireNonNull(inodes.get(path), path);
  }
}
