package io.intarsia.formats.filesystem.xfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.filesystem.FileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A file system that Linux filled, with what Linux said of it: all forms of directories, links and
 * attributes, a file with a tree of extents, holes, unwritten and shared blocks.
 */
class XfsFixtureTest {
  /** Linux gives lists with an id in every entry, we give them as ext4 keeps them. */
  private static final String ACCESS_LIST =
      "010000000100060002000400102700000400040010000600" + "20000400";

  private static final String DEFAULT_LIST =
      "010000000100070002000500102700000400050010000700" + "20000500";

  @Test
  void listsWhatLinuxListed() throws IOException {
    FileSystem fileSystem = XfsImage.open(XfsImage.resource("kernel-made.img.gz"));
    assertThat(fileSystem.type()).isEqualTo("xfs");
    assertThat(fileSystem.uuid()).isEqualTo("0f1e2d3c-0000-4000-8000-0123456789ab");
    assertThat(fileSystem.label()).isEqualTo("Marquetry");
    assertThat(fileSystem.blockSize()).isEqualTo(1024);
    assertThat(fileSystem.notes()).isEmpty();
    String text = new String(XfsImage.resource("kernel-made.txt.gz"), StandardCharsets.ISO_8859_1);
    TreeSet<String> expected = new TreeSet<>(List.of(text.split("\n", -1)));
    expected.remove("");
    expected.removeIf(line -> line.contains("posix_acl"));
    expected.add("/early\tx\tsystem.posix_acl_access=0x" + ACCESS_LIST);
    expected.add("/short\tx\tsystem.posix_acl_default=0x" + DEFAULT_LIST);
    assertThat(Listing.of(fileSystem)).isEqualTo(expected);
  }

  /**
   * Version 4, which few kernels still mount: Linux 6.1 wrote and listed it. By xfs_db, {@code
   * hundreds} has 1334 extents in a tree of two levels, {@code tree} and four files of {@code
   * xattr} have trees too, and all other forms of directories and attributes are there. Its log was
   * emptied, so that it is small.
   */
  @Test
  void listsWhatLinuxListedOfVersion4() throws IOException {
    FileSystem fileSystem = XfsImage.open(XfsImage.resource("version-4.img.gz"));
    assertThat(fileSystem.label()).isEqualTo("Version4");
    assertThat(fileSystem.blockSize()).isEqualTo(512);
    assertThat(fileSystem.notes()).isEmpty();
    String text = new String(XfsImage.resource("version-4.txt.gz"), StandardCharsets.ISO_8859_1);
    TreeSet<String> expected = new TreeSet<>(List.of(text.split("\n", -1)));
    expected.remove("");
    assertThat(Listing.of(fileSystem)).isEqualTo(expected);
  }

  @Test
  void recognisesBySignatureOnly() throws IOException {
    XfsReader reader = new XfsReader();
    byte[] image = XfsImage.resource("kernel-made.img.gz");
    assertThat(reader.version()).isEqualTo("xfs/1");
    assertThat(reader.recognises(new MemorySource("xfs", image))).isTrue();
    for (int length : new int[] {0, 4, 263}) {
      assertThat(reader.recognises(new MemorySource("short", new byte[length]))).isFalse();
    }
    assertThat(reader.recognises(new MemorySource("zeros", new byte[8192]))).isFalse();
  }
}
