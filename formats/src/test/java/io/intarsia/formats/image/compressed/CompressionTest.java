package io.intarsia.formats.image.compressed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class CompressionTest {
  private static final byte[] PLAIN = plain();

  private static byte[] plain() {
    byte[] bytes = new byte[300_000];
    new Random(9).nextBytes(bytes);
    Arrays.fill(bytes, 50_000, 200_000, (byte) 0);
    return bytes;
  }

  private static byte[] unpack(Compression compression, byte[] packed) throws IOException {
    try (InputStream in = compression.open(new MemorySource("image.z", packed))) {
      return in.readAllBytes();
    }
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  @ParameterizedTest
  @EnumSource
  void isRecognisedAndRead(Compression compression) throws IOException {
    byte[] packed = TestPacking.pack(compression, PLAIN);
    ByteSource file = new MemorySource("image.z", packed);
    assertThat(Compression.of(file, null)).isEqualTo(compression);
    assertThat(Compression.of(file, "raw")).isNull();
    assertThat(Compression.of(new MemorySource("raw", PLAIN), compression.format()))
        .isEqualTo(compression);
    assertThat(Compression.isName(compression.format())).isTrue();
    assertThat(unpack(compression, packed)).isEqualTo(PLAIN);
    assertThat(unpack(compression, TestPacking.pack(compression, new byte[0]))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void severalStreamsAreOneDisk(Compression compression) throws IOException {
    byte[] first = TestPacking.pack(compression, Arrays.copyOf(PLAIN, 100_000));
    byte[] second = TestPacking.pack(compression, Arrays.copyOfRange(PLAIN, 100_000, PLAIN.length));
    assertThat(unpack(compression, join(first, second))).isEqualTo(PLAIN);
  }

  @ParameterizedTest
  @EnumSource
  void everyDamageIsFound(Compression compression) throws IOException {
    byte[] packed = TestPacking.pack(compression, PLAIN);
    for (int cut : new int[] {packed.length - 1, packed.length - 9, packed.length / 2, 12}) {
      assertDamaged(compression, Arrays.copyOf(packed, cut));
    }
    Random random = new Random(4);
    for (int i = 0; i < 20; i++) {
      byte[] flipped = packed.clone();
      flipped[64 + random.nextInt(packed.length - 128)] ^= (byte) (1 << random.nextInt(8));
      assertDamaged(compression, flipped);
    }
    assertDamaged(compression, join(packed, new byte[] {'t', 'r', 'a', 'i', 'l', 'e', 'r', '!'}));
    assertDamaged(compression, join(packed, Arrays.copyOf(packed, packed.length / 2)));
    assertDamaged(compression, new byte[0]);
  }

  private static void assertDamaged(Compression compression, byte[] packed) {
    assertThatThrownBy(() -> unpack(compression, packed))
        .as("%s of %d bytes", compression, packed.length)
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("image.z")
        .hasMessageNotContaining("null");
  }

  /** A last stream so small that it is read in one piece with the end of the one before it. */
  @ParameterizedTest
  @EnumSource
  void aSmallLastStreamIsMissedToo(Compression compression) throws IOException {
    byte[] first = TestPacking.pack(compression, Arrays.copyOf(PLAIN, 1000));
    byte[] both = join(first, TestPacking.pack(compression, Arrays.copyOf(PLAIN, 2000)));
    for (int cut = first.length + 1; cut < both.length; cut += 23) {
      assertDamaged(compression, Arrays.copyOf(both, cut));
    }
  }

  @Test
  void outputThatFillsBuffersExactly() throws IOException {
    for (int size : new int[] {1 << 16, 1 << 17, 1 << 18}) {
      byte[] packed = TestPacking.pack(Compression.ZSTD, Arrays.copyOf(PLAIN, size));
      assertThat(unpack(Compression.ZSTD, packed)).isEqualTo(Arrays.copyOf(PLAIN, size));
      assertThat(unpack(Compression.ZSTD, join(packed, packed))).hasSize(2 * size);
    }
  }

  /** A window of 4 GiB, which is more than the file has to be for it to be allocated. */
  @Test
  void windowsAreBounded() {
    byte[] packed = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) (22 << 3), 1, 0, 0};
    assertThatThrownBy(() -> unpack(Compression.ZSTD, packed))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("image.z");
  }

  @Test
  void memoryIsBounded() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LZMA2Options options = new LZMA2Options(0);
    try (OutputStream out = new XZOutputStream(bytes, options)) {
      out.write(PLAIN);
    }
    byte[] packed = bytes.toByteArray();
    // The block header: its size, flags, filter 0x21, one byte of properties, the dictionary's
    // size.
    packed[16] = 38;
    CRC32 crc = new CRC32();
    crc.update(packed, 12, 8);
    LittleEndian.put32(packed, 20, (int) crc.getValue());
    assertThatThrownBy(() -> unpack(Compression.XZ, packed))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("image.z");
  }

  @Test
  void aDiskIsNotTakenForCompressed() throws IOException {
    assertThat(Compression.of(new MemorySource("zeros", new byte[512]), null)).isNull();
    assertThat(Compression.of(new MemorySource("empty", new byte[0]), null)).isNull();
    assertThat(
            Compression.of(
                new MemorySource("text", "BZhello".getBytes(StandardCharsets.UTF_8)), null))
        .isNull();
  }
}
