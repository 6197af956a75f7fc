package io.intarsia.formats.filesystem.ntfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.HostileWalk;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Survey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and hostile volumes: an error for what is damaged, and never a loop. */
class NtfsDamageTest {
  private static final int MFT = 0;
  private static final int VOLUME = 3;
  private static final int BITMAP = 6;

  private static Inode inode(byte[] image, String path) throws IOException {
    return Survey.inode(Survey.inodes(NtfsImage.open(image)), path);
  }

  private static ByteBuffer record(byte[] image, long number) {
    return NtfsImage.at(image, NtfsImage.recordPlace(image, number));
  }

  /** The first attribute of a type in a record, from its header on. */
  private static ByteBuffer attribute(byte[] image, long number, int type) {
    ByteBuffer record = record(image, number);
    int at = record.getShort(0x14);
    while (record.getInt(at) != type) {
      at += record.getInt(at + 4);
    }
    return NtfsImage.at(image, NtfsImage.recordPlace(image, number) + at);
  }

  /**
   * Where the runs of an attribute begin: in a small volume a byte of length, one or two of place.
   */
  private static int firstCluster(ByteBuffer attribute) {
    int runs = attribute.getShort(0x20);
    assertThat(attribute.get(runs)).isIn((byte) 0x11, (byte) 0x21);
    boolean one = attribute.get(runs) == 0x11;
    return one ? attribute.get(runs + 2) : attribute.getShort(runs + 2);
  }

  /** Only that file is damaged: all others can be read. */
  private static void assertOnlyThatIsDamaged(byte[] image, Inode file) throws IOException {
    FileSystem fileSystem = NtfsImage.open(image);
    assertThatThrownBy(() -> Survey.content(fileSystem, fileSystem.inode(file.number())))
        .isInstanceOfAny(MalformedException.class, UnsupportedException.class);
    Inode other = fileSystem.inode(inode(NtfsImage.tree(4096), "/resident").number());
    assertThat(Survey.content(fileSystem, other)).isEqualTo("in the record".getBytes(UTF_8));
    assertThatThrownBy(() -> Survey.freeBytes(fileSystem)).isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0x08, 0x7F, the first run is longer than the volume",
    "0x20, 0x7F, the runs lie outside",
    "0x12, 0x01, the piece does not begin at 0",
    "0x36, 0x7F, more bytes than clusters",
    "0x3F, 0x7F, initialized beyond its size",
    "0x04, 0x03, the attribute is too short",
    "0x06, 0x01, the attribute is too long",
    "0x40, 0xF1, a run that does not fit",
    "0x40, 0x10, a run without a length",
  })
  void attributes(String offset, String value, String damage) throws IOException {
    byte[] image = NtfsImage.tree(4096);
    Inode text = inode(image, "/text");
    ByteBuffer data = attribute(image, text.number(), 0x80);
    int place = Integer.decode(offset);
    if (place == 0x08) {
      data.putShort(data.getShort(0x20) + 1, (short) 0x7FFF);
    } else {
      data.put(place, (byte) (int) Integer.decode(value));
    }
    assertOnlyThatIsDamaged(image, text);
    assertThat(damage).isNotEmpty();
  }

  @Test
  void recordsThatWereNotWrittenInFull() throws IOException {
    byte[] image = NtfsImage.tree(4096);
    Inode text = inode(image, "/text");
    ByteBuffer record = record(image, text.number());
    record.putShort(1022, (short) (record.getShort(1022) + 1));
    assertOnlyThatIsDamaged(image, text);
  }

  @Test
  void compressedUnits() throws IOException {
    byte[] image = NtfsImage.tree(4096);
    Inode packed = inode(image, "/packed/text");
    int place = firstCluster(attribute(image, packed.number(), 0x80)) * 4096;
    image[place + 2] = -1;
    image[place + 3] = -1;
    FileSystem fileSystem = NtfsImage.open(image);
    assertThatThrownBy(() -> Survey.content(fileSystem, fileSystem.inode(packed.number())))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("unit 0");
  }

  @Test
  void indexBlocksThatAreDamagedCostOnlyTheirNames() throws IOException {
    byte[] image = NtfsImage.tree(4096);
    Inode many = inode(image, "/many");
    int place = 0;
    int blocks = 0;
    while (blocks < 8) {
      place = NtfsImage.find(image, "INDX".getBytes(UTF_8), place + 2);
      blocks++;
    }
    image[place + 4094] ^= 1;
    FileSystem fileSystem = NtfsImage.open(image);
    int[] names = {0};
    assertThatThrownBy(
            () -> fileSystem.list(fileSystem.inode(many.number()), (name, number) -> names[0]++))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("update sequence");
    assertThat(names[0]).isBetween(100, 200);
  }

  @Test
  void attributeListsThatNameTheRecordsOfOthers() throws IOException {
    byte[] image = NtfsImage.tree(512);
    Inode fragments = inode(image, "/fragments");
    for (long number = 64; number < 400; number++) {
      ByteBuffer record = record(image, number);
      long base = record.getLong(0x20);
      if ((base & 0xFFFF_FFFF_FFFFL) == fragments.number()) {
        record.putLong(0x20, base + 1);
      }
    }
    FileSystem fileSystem = NtfsImage.open(image);
    assertThatThrownBy(() -> fileSystem.inode(fragments.number()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("not its own");
  }

  @Test
  void theFirstRecordHasACopy() throws IOException {
    byte[] image = NtfsImage.tree(4096);
    record(image, MFT).putInt(0, 0);
    FileSystem fileSystem = NtfsImage.open(image);
    assertThat(fileSystem.notes().getFirst()).contains("$MFTMirr");
    Map<String, Inode> inodes = Survey.inodes(fileSystem);
    assertThat(Survey.content(fileSystem, Survey.inode(inodes, "/resident"))).hasSize(13);
    assertThatThrownBy(() -> Survey.freeBytes(fileSystem)).isInstanceOf(MalformedException.class);
  }

  @Test
  void freeSpaceIsRefusedWhenTheMapIsWrong() throws IOException {
    byte[] image = NtfsImage.tree(4096);
    int bitmap = firstCluster(attribute(image, BITMAP, 0x80)) * 4096;
    Inode text = inode(image, "/text");
    int first = firstCluster(attribute(image, text.number(), 0x80));
    for (int cluster : new int[] {0, first, first + 1}) {
      byte[] damaged = image.clone();
      damaged[bitmap + cluster / 8] &= (byte) ~(1 << cluster % 8);
      FileSystem fileSystem = NtfsImage.open(damaged);
      assertThatThrownBy(() -> Survey.freeBytes(fileSystem))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("not sound");
    }
  }

  @Test
  void freeSpaceIsRefusedOfVolumesThatAreNotAtRest() throws IOException {
    byte[] dirty = NtfsImage.tree(4096);
    ByteBuffer information = attribute(dirty, VOLUME, 0x70);
    information.putShort(information.getShort(0x14) + 10, (short) 1);
    assertUnsettled(dirty, "dirty");
    byte[] unclean = NtfsImage.tree(4096);
    int log = NtfsImage.find(unclean, filled(8192), 0);
    restartPage(NtfsImage.at(unclean, log), 0);
    restartPage(NtfsImage.at(unclean, log + 4096), 0);
    assertUnsettled(unclean, "not unmounted cleanly");
    restartPage(NtfsImage.at(unclean, log + 4096), 2);
    NtfsImage.at(unclean, log + 4096).putLong(0x30, 5);
    assertThat(NtfsImage.open(unclean).notes()).isEmpty();
    assertThat(Survey.freeBytes(NtfsImage.open(unclean))).isPositive();
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) -1);
    return bytes;
  }

  /** A page of the log whose client is at work, with flags. */
  private static void restartPage(ByteBuffer page, int flags) {
    page.put(0, new byte[4096]);
    page.put(0, "RSTR".getBytes(UTF_8)).putShort(4, (short) 0x1E).putShort(6, (short) 9);
    page.putInt(16, 4096).putInt(20, 4096).putShort(24, (short) 0x30);
    page.putShort(0x30 + 14, (short) flags);
  }

  private static void assertUnsettled(byte[] image, String why) throws IOException {
    FileSystem fileSystem = NtfsImage.open(image);
    assertThat(fileSystem.notes().getFirst()).contains(why);
    assertThatThrownBy(() -> Survey.freeBytes(fileSystem))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
    assertThat(Survey.inodes(fileSystem)).containsKey("/text");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 511, 512, 5000, 16_384, 100_000, 3_000_000})
  void cutShort(int length) throws IOException {
    byte[] cut = Arrays.copyOf(NtfsImage.tree(4096), length);
    HostileWalk.damaged(new NtfsReader(), cut);
    if (length == 3_000_000) {
      FileSystem most = NtfsImage.open(cut);
      assertThat(most.notes()).anySatisfy(note -> assertThat(note).contains("larger than its"));
      assertThatThrownBy(() -> Survey.freeBytes(most)).isInstanceOf(MalformedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void flippedBytes(int clusterSize) throws IOException {
    Random random = new Random(4711);
    byte[] bytes = NtfsImage.tree(clusterSize);
    int table = NtfsImage.recordPlace(bytes, 0);
    for (int round = 0; round < 25; round++) {
      byte[] damaged = bytes.clone();
      for (int flips = 0; flips < 1 << random.nextInt(10); flips++) {
        damaged[table + random.nextInt(300 * 1024)] = (byte) random.nextInt(256);
      }
      HostileWalk.damaged(new NtfsReader(), damaged);
    }
  }
}
