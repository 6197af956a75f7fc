package io.intarsia.formats.image.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.image.BackingNotAllowedException;
import io.intarsia.formats.image.DiskImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Qcow2HostileTest {
  private static final int CLUSTER = TestQcow2.CLUSTER;

  private final TestQcow2 image = new TestQcow2();

  private void assertMalformed(String what) {
    assertThatThrownBy(image::read)
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(what);
  }

  private void assertUnsupported(String what) {
    assertThatThrownBy(image::open)
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining(what);
  }

  @Test
  void theSoundOneReads() throws IOException {
    byte[] disk = image.l2(1, TestQcow2.DATA_PLACE).l2(2, 1).read();
    assertThat(disk).hasSize(4 * CLUSTER);
    assertThat(disk[CLUSTER - 1]).isZero();
    assertThat(Arrays.copyOfRange(disk, CLUSTER, 2 * CLUSTER)).containsOnly(3);
    assertThat(disk[2 * CLUSTER]).isZero();
  }

  @Test
  void impossibleHeaderFieldsAreRefused() {
    int[][] fields = {{20, 8}, {20, 22}, {20, -1}, {96, 7}, {100, 103}, {100, 96}, {100, -8}};
    for (int[] field : fields) {
      TestQcow2 bad = new TestQcow2().put32(field[0], field[1]);
      assertThatThrownBy(bad::open).isInstanceOf(MalformedException.class);
    }
    for (int version : new int[] {0, 1, 4, -1}) {
      TestQcow2 bad = new TestQcow2().put32(4, version);
      assertThatThrownBy(bad::open).isInstanceOf(UnsupportedException.class);
    }
  }

  @Test
  void theL1TableMustFitAndLieInTheFile() {
    int[] counts = {0, -1, Integer.MAX_VALUE, 1 << 22, 100_000};
    for (int count : counts) {
      TestQcow2 bad = new TestQcow2().put32(36, count);
      assertThatThrownBy(bad::open).isInstanceOf(MalformedException.class);
    }
    long[] places = {1, 512, -CLUSTER, 6L * CLUSTER, Long.MAX_VALUE & -CLUSTER, Long.MIN_VALUE};
    for (long place : places) {
      TestQcow2 bad = new TestQcow2().put64(40, place);
      assertThatThrownBy(bad::open).isInstanceOf(MalformedException.class);
    }
    long[] sizes = {-1, Long.MIN_VALUE, Long.MAX_VALUE, (512L << 20) + 1};
    for (long size : sizes) {
      TestQcow2 bad = new TestQcow2().put64(24, size);
      assertThatThrownBy(bad::open).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void tablesAndClustersOutsideOrUnalignedAreRefused() {
    for (long place : new long[] {512, 7L << 16, 5L << 16 | 512, 0xFFFFFFFFFF0000L}) {
      image.put64(CLUSTER, place);
      assertMalformed("L2 table");
      image.put64(CLUSTER, TestQcow2.L2_PLACE);
    }
    for (long place : new long[] {512, 7L << 16, 3L << 16 | 512, 0xFFFFFFFFFF0000L}) {
      image.l2(0, place);
      assertMalformed("data cluster");
    }
  }

  @Test
  void aClusterThatTheFileIsTooShortForIsNeverZeros() throws IOException {
    image.l2(0, 5L * CLUSTER);
    assertThat(image.read()[0]).isEqualTo((byte) 5);
    image.bytes = Arrays.copyOf(image.bytes, image.bytes.length - 1);
    assertMalformed("outside the file");
    assertThatThrownBy(
            () -> {
              try (DiskImage opened = image.open()) {
                opened.disk().nextData(0);
              }
            })
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void whatOnlyLiesBeyondTheDiskMayBeMissing() throws IOException {
    image.put64(24, CLUSTER + 1000).l2(1, 5L * CLUSTER);
    image.bytes = Arrays.copyOf(image.bytes, 5 * CLUSTER + 1000);
    assertThat(image.read()[CLUSTER + 999]).isEqualTo((byte) 5);
  }

  @Test
  void tablesThatNameThemselvesEnd() throws IOException {
    image.put64(CLUSTER, CLUSTER);
    assertThat(image.read()).hasSize(4 * CLUSTER);
    image.put64(CLUSTER, TestQcow2.L2_PLACE).l2(0, TestQcow2.L2_PLACE).l2(1, CLUSTER).l2(2, 0);
    assertThat(image.read()).hasSize(4 * CLUSTER);
  }

  @Test
  void aZeroFlagNeedsVersion3() {
    image.l2(0, 1).put32(4, 2);
    assertMalformed("version 3");
  }

  @Test
  void compressedClustersReadAndTheirDamageShows() throws IOException {
    byte[] plain = new byte[CLUSTER];
    Arrays.fill(plain, (byte) 9);
    byte[] packed = TestQcow2.deflate(plain);
    image.l2(0, image.compressed(packed, TestQcow2.DATA_PLACE + 1234));
    assertThat(Arrays.copyOf(image.read(), CLUSTER)).containsOnly(9);
    image.bytes[(int) TestQcow2.DATA_PLACE + 1234] ^= 7;
    assertMalformed("damaged");
    image.l2(0, image.compressed(TestQcow2.deflate(new byte[100]), TestQcow2.DATA_PLACE));
    assertMalformed("damaged");
    image.l2(0, 1L << 62 | 100L << 54 | 6L * CLUSTER);
    assertMalformed("outside the file");
    image.l2(0, -1L & ~(1L << 63));
    assertMalformed("outside the file");
  }

  @Test
  void aCompressedClusterThatIsCutShortShows() {
    byte[] noise = new byte[CLUSTER];
    new Random(1).nextBytes(noise);
    byte[] packed = TestQcow2.deflate(noise);
    long entry = image.compressed(packed, TestQcow2.DATA_PLACE);
    image.l2(0, (entry & ~(0xFFL << 54)) | (10L << 54));
    assertMalformed("damaged");
    image.bytes = Arrays.copyOf(image.bytes, (int) TestQcow2.DATA_PLACE + 1000);
    assertMalformed("damaged");
  }

  @Test
  void bombsGiveNoMoreThanACluster() throws IOException {
    image.l2(0, image.compressed(TestQcow2.deflate(new byte[100 << 20]), TestQcow2.DATA_PLACE));
    assertThat(image.read()).hasSize(4 * CLUSTER);
    TestQcow2 zstd = zstdImage();
    byte[] bomb = Zstd.compress(new byte[100 << 20]);
    zstd.l2(0, zstd.compressed(bomb, TestQcow2.DATA_PLACE));
    assertThatThrownBy(zstd::read)
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("damaged");
    zstd.l2(0, zstd.compressed(Zstd.compress(new byte[CLUSTER]), TestQcow2.DATA_PLACE));
    assertThat(zstd.read()).hasSize(4 * CLUSTER);
  }

  private static TestQcow2 zstdImage() {
    TestQcow2 zstd = new TestQcow2().incompatible(8).put32(100, 112);
    zstd.bytes[104] = 1;
    return zstd;
  }

  @Test
  void damagedZstdClustersAreNamed() {
    byte[] plain = new byte[CLUSTER];
    new Random(1).nextBytes(plain);
    byte[] packed = Zstd.compress(plain);
    byte[] noFrame = packed.clone();
    noFrame[0]++;
    byte[] badBlock = packed.clone();
    Arrays.fill(badBlock, 6, 12, (byte) 0xFF);
    for (byte[] bad : List.of(noFrame, badBlock, new byte[3], Arrays.copyOf(packed, 600))) {
      TestQcow2 zstd = zstdImage();
      zstd.l2(0, zstd.compressed(bad, TestQcow2.DATA_PLACE));
      assertThatThrownBy(zstd::read)
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void subclusterBitmapsMustMakeSense() throws IOException {
    image.incompatible(16).extendedL2(0, TestQcow2.DATA_PLACE, 0xFL << 32 | 0xF0);
    byte[] disk = image.read();
    assertThat(Arrays.copyOfRange(disk, 0, 8192)).containsOnly(0);
    assertThat(Arrays.copyOfRange(disk, 8192, 16384)).containsOnly(3);
    assertThat(Arrays.copyOfRange(disk, 16384, CLUSTER)).containsOnly(0);
    image.extendedL2(0, TestQcow2.DATA_PLACE, 1L << 32 | 1);
    assertMalformed("subcluster");
    image.extendedL2(0, 0, 1);
    assertMalformed("subcluster");
    image.put32(20, 13);
    assertMalformed("too small for subclusters");
  }

  @Test
  void unknownFeaturesAreNamed() {
    byte[] names = new byte[96];
    names[48 + 1] = 40;
    byte[] name = "time travel".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(name, 0, names, 50, name.length);
    image.incompatible(1L << 40).extension(0x6803F857, names);
    assertUnsupported("'time travel'");
    image.incompatible(1L << 63);
    assertUnsupported("number 63");
  }

  @Test
  void encryptionIsNamed() {
    image.put32(32, 1);
    assertUnsupported("AES");
    image.put32(32, 77);
    assertUnsupported("method 77");
  }

  @Test
  void compressionTypesAreChecked() {
    image.put32(100, 112).put32(104, 1 << 24);
    assertMalformed("feature bit");
    image.incompatible(8).put32(104, 2 << 24);
    assertUnsupported("compression type 2");
  }

  @Test
  void extensionsAndNamesStayInsideTheHeader() throws IOException {
    image.extension(0xE2792ACA, new byte[8]).put32(108, 0x7FFFFFF0);
    assertMalformed("header extension");
    image.put32(108, -1);
    assertMalformed("header extension");
    TestQcow2 named = new TestQcow2().put64(8, CLUSTER - 4).put32(16, 5);
    assertThatThrownBy(named::open).isInstanceOf(MalformedException.class);
    named.put64(8, 200).put32(16, 1024);
    assertThatThrownBy(named::open).isInstanceOf(MalformedException.class);
    named.put64(8, -1).put32(16, 1);
    assertThatThrownBy(named::open).isInstanceOf(MalformedException.class);
    named.put64(8, 200).put32(16, 4).put32(200, 0x2F657463);
    assertThatThrownBy(named::open)
        .isInstanceOf(BackingNotAllowedException.class)
        .hasMessageContaining("'/etc'");
  }

  @Test
  void anExternalDataFileMustBeNamedAndAllowed() {
    image.incompatible(4);
    assertMalformed("does not name");
    image.extension(0x44415441, "/etc/shadow".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(image::open)
        .isInstanceOf(BackingNotAllowedException.class)
        .hasMessageContaining("/etc/shadow");
  }
}
