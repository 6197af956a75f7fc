package io.intarsia.formats.image.compressed;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Random;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any bytes are decompressed or refused, and never fill memory. */
class CompressionFuzzTest {
  /** Of what a file of a few KiB may hold, the beginning is read. */
  private static final int MAX_READ = 8 << 20;

  private static final int STEP = 1 << 16;
  private static final int CHANGED = 200;

  /** Where the header of the first block of an xz file begins. */
  private static final int XZ_BLOCK = 12;

  private static final EnumMap<Compression, byte[]> SOUND = new EnumMap<>(Compression.class);
  private static final byte[] PLAIN = plain();

  private static byte[] plain() {
    byte[] bytes = new byte[3000];
    new Random(3).nextBytes(bytes);
    Arrays.fill(bytes, 500, 2500, (byte) 7);
    return bytes;
  }

  /** Two streams each, as parallel compressors write them. */
  @BeforeAll
  static void prepare() throws IOException {
    for (Compression compression : Compression.values()) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      file.writeBytes(TestPacking.pack(compression, Arrays.copyOf(PLAIN, 2000)));
      file.writeBytes(TestPacking.pack(compression, Arrays.copyOfRange(PLAIN, 2000, 3000)));
      SOUND.put(compression, file.toByteArray());
    }
  }

  /** The input follows the magic bytes, and changes a sound file at its beginning or end. */
  @FuzzTest(maxDuration = "3h")
  void anythingIsReadOrRefused(byte[] input) throws IOException {
    Compression[] all = Compression.values();
    Compression compression = all[input.length == 0 ? 0 : (input[0] & 0xFF) % all.length];
    byte[] sound = sound(compression);
    byte[] made = Arrays.copyOf(sound, 3 + input.length);
    System.arraycopy(input, 0, made, 3, input.length);
    tryToRead(compression, made);
    int from = input.length % 2 == 0 ? 0 : sound.length - CHANGED;
    byte[] changed = sound.clone();
    for (int i = 1; i < Math.min(input.length, CHANGED); i++) {
      changed[from + i] ^= input[i];
    }
    tryToRead(compression, changed);
    if (compression == Compression.XZ) {
      tryToRead(compression, sealed(changed));
    }
  }

  private static byte[] sound(Compression compression) {
    return SOUND.getOrDefault(compression, new byte[0]);
  }

  /** The checksum of the first block's header made right again. */
  private static byte[] sealed(byte[] xz) {
    byte[] sealed = xz.clone();
    int length = (sealed[XZ_BLOCK] & 0xFF) * 4;
    if (XZ_BLOCK + length + 4 <= sealed.length) {
      CRC32 crc = new CRC32();
      crc.update(sealed, XZ_BLOCK, length);
      LittleEndian.put32(sealed, XZ_BLOCK + length, (int) crc.getValue());
    }
    return sealed;
  }

  /** What comes out, or null when the file was refused, whatever came before. */
  private static byte @Nullable [] tryToRead(Compression compression, byte[] file)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] step = new byte[STEP];
    try (InputStream in = compression.open(new MemorySource("fuzzed", file))) {
      for (int n = in.read(step); n >= 0 && out.size() < MAX_READ; n = in.read(step)) {
        assertThat(n).isPositive();
        out.write(step, 0, n);
      }
      return out.toByteArray();
    } catch (MalformedException | UnsupportedException e) {
      return null;
    }
  }

  @ParameterizedTest
  @EnumSource
  void randomDamageIsFoundOrDoesNotMatter(Compression compression) throws IOException {
    byte[] sound = sound(compression);
    assertThat(tryToRead(compression, sound)).isEqualTo(PLAIN);
    Random random = new Random(8);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = sound.clone();
      damaged[random.nextInt(sound.length)] ^= (byte) (1 << random.nextInt(8));
      byte[] read = tryToRead(compression, damaged);
      if (read != null) {
        assertThat(read).isEqualTo(PLAIN);
      }
    }
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    for (Compression compression : Compression.values()) {
      byte[] sound = sound(compression);
      byte[] first = TestPacking.pack(compression, Arrays.copyOf(PLAIN, 2000));
      for (int length = 0; length < sound.length; length += 7) {
        byte[] read = tryToRead(compression, Arrays.copyOf(sound, length));
        if (read != null && length != first.length) {
          throw new AssertionError(compression + " of " + length + " bytes");
        }
      }
    }
  }
}
