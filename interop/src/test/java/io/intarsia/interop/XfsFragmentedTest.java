package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * XFS whose free space was in pieces, so that all that came later is: trees of extents of files,
 * directories and attributes, shared extents by the thousand, and sparse inode chunks. The judge is
 * the kernel; xfs_db says that those forms are there.
 */
class XfsFragmentedTest {
  private static final long MEBIBYTE = 1 << 20;

  /** A record of the tree of inodes: startino, holemask, count, freecount, free. */
  private static final Pattern SPARSE_CHUNK = Pattern.compile("(?m)^\\d+:\\[\\d+,0xff(00)?,");

  @TempDir static Path directory = Path.of("");

  /** What the kernel says while the file system is mounted. */
  private static final class Judge {
    final TreeMap<String, Entry> entries = new TreeMap<>();
    final TreeSet<String> attributes = new TreeSet<>();
    final TreeMap<String, Object> inodes = new TreeMap<>();

    void look(Path point) {
      entries.putAll(Kernel.list(point));
      attributes.addAll(XfsAttributes.ofKernel(point.resolve("attributes")));
      for (String name : new String[] {"pieces", "shared", "tree", "attributes/long"}) {
        try {
          inodes.put(name, Files.getAttribute(point.resolve(name), "unix:ino"));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-b size=1024 -d agcount=2 -m rmapbt=1 -i nrext64=1,maxpct=80",
        "-b size=4096 -d agcount=2 -i nrext64=0,maxpct=80",
      })
  void readsWhatTheKernelReads(String options) throws IOException {
    if (!Kernel.mounts()) {
      return;
    }
    Path image = Files.createTempFile(directory, "xfs", ".img");
    Path plain = Images.tree(Files.createTempDirectory(directory, "plain"), 8);
    XfsImages.make(image, options, plain, 128 * MEBIBYTE);
    Kernel.mounted(image, "loop", XfsFragmentedTest::work);
    Judge judge = new Judge();
    Kernel.mounted(image, "loop,ro", judge::look);
    assertForms(image, judge, options.contains("nrext64=1"));
    assertThat(sparseInodeChunks(image))
        .as("no whole inode chunk fits, parts of one do if blocks are large")
        .matches(chunks -> options.contains("size=1024") || chunks > 40);
    assertThat(Entry.differences(listed(image), judge.entries)).isEmpty();
    Set<String> attributes = XfsAttributes.ofReader(image);
    assertThat(attributes).isEqualTo(judge.attributes).hasSizeGreaterThan(100);
    Files.delete(image);
  }

  private static void assertForms(Path image, Judge judge, boolean wide) {
    assertThat(forms(image, judge, "pieces")).contains("core.format = 3 (btree)");
    assertThat(forms(image, judge, "pieces")).contains("v3.nrext64 = " + (wide ? 1 : 0));
    assertThat(forms(image, judge, "shared")).contains("core.format = 3", "v3.reflink = 1");
    assertThat(forms(image, judge, "tree")).contains("core.format = 3 (btree)");
    assertThat(forms(image, judge, "attributes/long")).contains("core.aformat = 3 (btree)");
  }

  private static String forms(Path image, Judge judge, String name) {
    String fields = "p core.format core.aformat v3.nrext64 v3.bigtime v3.reflink";
    String inode = "inode " + judge.inodes.get(name);
    return Tool.run("xfs_db", "-r", "-c", inode, "-c", fields, image).text();
  }

  private static long sparseInodeChunks(Path image) {
    long chunks = 0;
    for (int group = 0; group < 2; group++) {
      String header = "agi " + group;
      String records =
          Tool.run("xfs_db", "-r", "-c", header, "-c", "addr root", "-c", "p", image).text();
      chunks += SPARSE_CHUNK.matcher(records).results().count();
    }
    return chunks;
  }

  private static Map<String, Entry> listed(Path image) {
    Cli cli = Cli.create(directory.resolve("store-" + image.getFileName()));
    JsonNode result = cli.json("checkin", image, "xfs");
    assertThat(result.get("understood").get(0).get("problem").isNull())
        .as(result.toString())
        .isTrue();
    return Entry.ofListing(cli.json("ls", "-R", "xfs:/"));
  }

  private static void work(Path point) {
    Tool.script(
        point,
        """
        mkdir fill; free=$(df --output=avail -B1 . | tail -1)
        head -c $((free * 8 / 10)) /dev/zero | split -b 28672 -a 5 -d - fill/f; sync -f .
        ls fill | awk 'NR % 2' | sed 's,^,fill/,' | xargs rm; sync -f .
        """);
    try {
      pieces(point.resolve("pieces"), 3000);
      attributes(point);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Tool.script(
        point,
        """
        cp --reflink=always pieces shared; cp --reflink=always pieces again
        printf changed | dd of=shared bs=1 seek=500000 conv=notrunc status=none
        mkdir tree; cd tree
        seq 2500 | sed 's/^/a name that is so long that only few of them fit into a block /' | tr '\\n' '\\0' | xargs -0 touch
        seq 1 3 2500 | sed 's/^/a name that is so long that only few of them fit into a block /' | tr '\\n' '\\0' | xargs -0 rm
        cd ..; sync -f .; fallocate -l $(($(df --output=avail -B1 . | tail -1) * 6 / 10)) rest; sync -f .
        mkdir sparse; cd sparse; seq 4500 | xargs touch || true
        cd ..; rm -r fill rest
        touch -d '1901-12-13 20:45:53 UTC' first; touch -d '1969-12-31 23:59:59.5 UTC' early
        touch -d '2486-07-02 20:20:23.999999999 UTC' last; touch -d '2600-01-01 UTC' beyond
        """);
  }

  /** Short pieces with holes between them. */
  private static void pieces(Path file, int count) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int i = 0; i < count; i++) {
        byte[] piece = ("piece " + i + ";").repeat(20).getBytes(StandardCharsets.US_ASCII);
        out.write(ByteBuffer.wrap(piece), i * 8192L);
      }
    }
  }

  private static void attributes(Path point) throws IOException {
    Path parent = Files.createDirectory(point.resolve("attributes"));
    attributes(Files.createFile(parent.resolve("many")), 300, 40);
    attributes(Files.createFile(parent.resolve("long")), 60, 6000);
    attributes(Files.createFile(parent.resolve("longest")), 1, 65536);
  }

  private static void attributes(Path file, int count, int size) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    for (int i = 0; i < count; i++) {
      byte[] value =
          ("value " + i + " ").repeat(size).substring(0, size).getBytes(StandardCharsets.US_ASCII);
      view.write("attribute-" + i, ByteBuffer.wrap(value));
    }
  }
}
