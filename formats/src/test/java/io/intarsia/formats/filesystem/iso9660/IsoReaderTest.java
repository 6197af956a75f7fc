package io.intarsia.formats.filesystem.iso9660;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystems;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Survey;
import io.intarsia.formats.filesystem.signature.Signatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images as the two tools that everybody uses make them. */
class IsoReaderTest {
  private static final Instant TIME = Instant.parse("2023-04-05T06:07:08Z");

  @TempDir Path directory = Path.of("");

  private Path tree() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("tree"));
    Path sub = Files.createDirectories(tree.resolve("Sub Directory"));
    for (int size : new int[] {0, 1, 2047, 2048, 2049, 100_000}) {
      Files.write(sub.resolve("file of " + size), content(size));
    }
    for (int i = 0; i < 100; i++) {
      Files.writeString(tree.resolve("one of many files with a name of some length " + i), "" + i);
    }
    Path file = Files.write(tree.resolve("README.TXT"), content(10));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x-w---x"));
    Files.setLastModifiedTime(file, FileTime.from(TIME));
    Files.createSymbolicLink(tree.resolve("link"), Path.of("Sub Directory/../file"));
    Files.createSymbolicLink(tree.resolve("long"), Path.of("/" + "0123456789/".repeat(15) + "x"));
    Files.createDirectories(tree.resolve("1/2/3/4/5/6/7/8/9/10"));
    Files.writeString(tree.resolve("1/2/3/4/5/6/7/8/9/10/deep"), "deep");
    return tree;
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (i * 13 + (i >> 8) + 1);
    }
    return content;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"genisoimage -R", "genisoimage -R -J -joliet-long", "xorriso -R", "xorriso -R -J"})
  void rockRidge(String words) throws IOException {
    FileSystem fileSystem = IsoImage.open(make(words + " -V Volume_1"));
    assertThat(fileSystem.type()).isEqualTo("iso9660");
    assertThat(fileSystem.label()).isEqualTo("Volume_1");
    assertThat(fileSystem.uuid()).matches("20\\d\\d(-\\d\\d){6}");
    Map<String, Inode> inodes = Survey.inodes(fileSystem);
    inodes.remove("/rr_moved");
    assertThat(inodes).hasSize(122);
    Inode file = Survey.inode(inodes, "/README.TXT");
    assertThat(file.mode()).isEqualTo(0521);
    assertThat(Instant.ofEpochSecond(file.mtimeSeconds())).isEqualTo(TIME);
    assertThat(fileSystem.linkTarget(Survey.inode(inodes, "/link")))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("Sub Directory/../file");
    Inode link = Survey.inode(inodes, "/long");
    assertThat(link.type()).isEqualTo(FileType.SYMLINK);
    assertThat(link.size()).isEqualTo(167);
    assertThat(fileSystem.linkTarget(link))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("/" + "0123456789/".repeat(15) + "x");
    Inode deep = Survey.inode(inodes, "/1/2/3/4/5/6/7/8/9/10/deep");
    assertThat(Survey.content(fileSystem, deep)).isEqualTo("deep".getBytes(StandardCharsets.UTF_8));
    for (int size : new int[] {0, 1, 2047, 2048, 2049, 100_000}) {
      Inode sized = Survey.inode(inodes, "/Sub Directory/file of " + size);
      assertThat(Survey.content(fileSystem, sized)).isEqualTo(content(size));
    }
    assertThatThrownBy(() -> Survey.freeBytes(fileSystem))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("no allocation map");
  }

  private byte[] make(String words) throws IOException {
    String options = words.substring(words.indexOf(' ') + 1);
    return words.startsWith("xorriso")
        ? IsoImage.xorriso(directory, tree(), options)
        : IsoImage.genisoimage(directory, tree(), options);
  }

  @Test
  void plainAndJolietNames() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("names"));
    Files.writeString(tree.resolve("README.TXT"), "x");
    Files.writeString(tree.resolve("NODOT"), "x");
    Files.writeString(tree.resolve("a long name.with text"), "x");
    FileSystem plain = IsoImage.open(IsoImage.genisoimage(directory, tree, "-l"));
    assertThat(Survey.inodes(plain).keySet())
        .containsExactly("/", "/a_long_name.with_text", "/nodot", "/readme.txt");
    Inode file = Survey.inode(Survey.inodes(plain), "/nodot");
    assertThat(file.mode()).isEqualTo(0555);
    assertThat(file.uid()).isZero();
    FileSystem joliet = IsoImage.open(IsoImage.genisoimage(directory, tree, "-J -V Long_Label"));
    assertThat(Survey.inodes(joliet).keySet())
        .containsExactly("/", "/NODOT", "/README.TXT", "/a long name.with text");
    assertThat(joliet.label()).isEqualTo("Long_Label");
  }

  @Test
  void filesOfSeveralExtents() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("extents"));
    for (char name = 'a'; name <= 'c'; name++) {
      Files.write(tree.resolve(name + "-file"), content(4096));
    }
    byte[] image = IsoImage.genisoimage(directory, tree, "-R");
    int first = recordOf(image, "a-file");
    int second = first + (image[first] & 0xFF);
    image[first + 25] |= (byte) 0x80;
    System.arraycopy(image, first + 33, image, second + 33, image[first + 32]);
    FileSystem fileSystem = IsoImage.open(image);
    Map<String, Inode> inodes = Survey.inodes(fileSystem);
    assertThat(inodes.keySet()).containsExactly("/", "/a-file", "/c-file");
    Inode joined = Survey.inode(inodes, "/a-file");
    assertThat(joined.size()).isEqualTo(8192);
    assertThat(Survey.extents(fileSystem, joined)).hasSize(2);
    assertThat(Survey.content(fileSystem, joined))
        .startsWith(content(4096))
        .endsWith(content(4096));
  }

  /** Place of the record whose Rock Ridge name it is. */
  static int recordOf(byte[] image, String name) {
    byte[] wanted = ("NM???" + name).getBytes(StandardCharsets.US_ASCII);
    wanted[2] = (byte) (name.length() + 5);
    for (int block = 16 * 2048; block < image.length; block += 2048) {
      for (int at = block; at < block + 2014 && (image[at] & 0xFF) > 33; at += image[at] & 0xFF) {
        for (int i = at + 33; i < at + (image[at] & 0xFF); i++) {
          int end = Math.min(image.length, i + wanted.length);
          wanted[3] = 1;
          wanted[4] = image[i + 4];
          if (Arrays.equals(image, i, end, wanted, 0, wanted.length)) {
            return at;
          }
        }
      }
    }
    throw new AssertionError(name);
  }

  @Test
  void interleavedFilesAreRefused() throws IOException {
    byte[] image = make("genisoimage -R");
    int record = recordOf(image, "README.TXT");
    image[record + 26] = 1;
    FileSystem fileSystem = IsoImage.open(image);
    Inode file = Survey.inode(Survey.inodes(fileSystem), "/README.TXT");
    assertThatThrownBy(() -> fileSystem.open(file))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("interleaved");
  }

  @Test
  void compressedFiles() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("plain"));
    byte[] content =
        "text that compresses well, and zeros\n".repeat(9000).getBytes(StandardCharsets.UTF_8);
    Arrays.fill(content, 100_000, 200_000, (byte) 0);
    Files.write(tree.resolve("text"), IsoImage.zisofs(directory, content));
    Files.write(tree.resolve("empty"), new byte[0]);
    FileSystem fileSystem = IsoImage.open(IsoImage.genisoimage(directory, tree, "-R -z"));
    Map<String, Inode> inodes = Survey.inodes(fileSystem);
    Inode text = Survey.inode(inodes, "/text");
    assertThat(text.size()).isEqualTo(content.length);
    assertThat(Survey.extents(fileSystem, text))
        .containsExactly(new Extent(0, content.length, Extent.Kind.ELSEWHERE, -1));
    assertThat(Survey.content(fileSystem, text)).isEqualTo(content);
    assertThat(Survey.content(fileSystem, Survey.inode(inodes, "/empty"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true, /second", "false, /second"})
  void theLastSessionIsRead(boolean aligned, String expected) throws IOException {
    Path first = Files.createDirectories(directory.resolve("first-tree"));
    Files.writeString(first.resolve("first"), "1");
    Path second = Files.createDirectories(directory.resolve("second-tree"));
    Files.writeString(second.resolve("second"), "2");
    Path image =
        Files.write(
            directory.resolve("sessions"), IsoImage.genisoimage(directory, first, "-R -no-pad"));
    long blocks = Files.size(image) / 2048;
    long start = aligned ? Math.ceilDiv(blocks, 32) * 32 : blocks;
    byte[] appended = IsoImage.genisoimage(directory, second, "-R -C 0," + start + " -M " + image);
    byte[] both = Arrays.copyOf(Files.readAllBytes(image), (int) start * 2048 + appended.length);
    System.arraycopy(appended, 0, both, (int) start * 2048, appended.length);
    FileSystem fileSystem = IsoImage.open(both);
    assertThat(fileSystem.notes().getFirst()).contains("2 sessions");
    assertThat(Survey.inodes(fileSystem).keySet()).containsExactly("/", "/first", expected);
    byte[] merelyAppended = Arrays.copyOf(Files.readAllBytes(image), both.length);
    byte[] other = IsoImage.genisoimage(directory, second, "-R");
    merelyAppended = Arrays.copyOf(merelyAppended, (int) start * 2048 + other.length);
    System.arraycopy(other, 0, merelyAppended, (int) start * 2048, other.length);
    assertThat(Survey.inodes(IsoImage.open(merelyAppended)).keySet())
        .containsExactly("/", "/first");
  }

  @Test
  void bootCatalogsAreNoted() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("boot"));
    Files.write(tree.resolve("boot.img"), content(2048));
    byte[] image = IsoImage.genisoimage(directory, tree, "-R -b boot.img -no-emul-boot");
    assertThat(IsoImage.open(image).notes()).singleElement().asString().contains("El Torito");
  }

  @Test
  void recognisedWhateverStandsBefore() throws IOException {
    byte[] image = make("xorriso -R");
    Arrays.fill(image, 0, 32768, (byte) 0x5A);
    MemorySource source = new MemorySource("image", image);
    assertThat(FileSystems.recognise(source))
        .hasValueSatisfying(reader -> assertThat(reader.version()).isEqualTo("iso9660/1"));
    assertThat(Signatures.name(source)).isEqualTo("iso9660");
    assertThat(new IsoReader().recognises(new MemorySource("none", new byte[34_000]))).isFalse();
  }

  @Test
  void otherBlockSizesAreRefused() throws IOException {
    byte[] image = make("xorriso -R");
    LittleEndian.put16(image, 32768 + 128, 512);
    assertThatThrownBy(() -> IsoImage.open(image)).isInstanceOf(UnsupportedException.class);
  }
}
