package io.intarsia.formats.image.vmdk;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.formats.image.FuzzedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VmdkFuzzTest {
  private static byte[] sound = {};
  private static byte[] second = {};

  /** Where QEMU puts the descriptor into an image, and how many bytes are there for it. */
  private static final int EMBEDDED_AT = 512;

  private static final int EMBEDDED_BYTES = 20 * 512;
  private static final byte[] DESCRIPTOR =
      "# Disk DescriptorFile\nversion=1\n".getBytes(StandardCharsets.US_ASCII);

  @BeforeAll
  static void prepare() throws IOException {
    sound = FuzzedImage.make("vmdk", "subformat=monolithicSparse");
    second = FuzzedImage.make("vmdk", "subformat=streamOptimized");
  }

  /** The input changes headers, tables and data of a sound image. */
  @FuzzTest(maxDuration = "3h")
  void anyChangeOfASoundImageIsReadOrRefused(byte[] input) throws IOException {
    byte[] image = input.length % 2 == 0 ? sound : second;
    byte[] changed =
        FuzzedImage.changed(
            image, input, 0, 80, 512, 700, 10752, 64, 65536, 200, image.length - 1024, 80);
    FuzzedImage.tryToRead(changed, "vmdk");
  }

  /** The input goes on after a descriptor's first line, and takes the place of another's lines. */
  @FuzzTest(maxDuration = "3h")
  void anyDescriptorIsReadOrRefused(byte[] input) throws IOException {
    byte[] text = Arrays.copyOf(DESCRIPTOR, DESCRIPTOR.length + input.length);
    System.arraycopy(input, 0, text, DESCRIPTOR.length, input.length);
    FuzzedImage.tryToRead(text, "vmdk");
    byte[] embedded = sound.clone();
    int length = Math.min(input.length, EMBEDDED_BYTES);
    System.arraycopy(input, 0, embedded, EMBEDDED_AT, length);
    FuzzedImage.tryToRead(embedded, "vmdk");
  }

  @Test
  void randomlyDamagedImagesAreReadOrRefused() throws IOException {
    FuzzedImage.damage(sound, "vmdk", 500, 20000, _ -> {});
    FuzzedImage.damage(second, "vmdk", 500, 20000, _ -> {});
  }

  @Test
  void aTruncatedImageReadsRightOrNotAtAll() throws IOException {
    FuzzedImage.truncate(sound, "vmdk", 100);
    FuzzedImage.truncate(second, "vmdk", 100);
  }
}
