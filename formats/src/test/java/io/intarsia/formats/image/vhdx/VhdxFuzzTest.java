package io.intarsia.formats.image.vhdx;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.formats.image.FuzzedImage;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VhdxFuzzTest {
  private static byte[] sound = {};
  private static byte[] second = {};

  @BeforeAll
  static void prepare() throws IOException {
    sound = FuzzedImage.make("vhdx", "subformat=dynamic,block_size=1M,log_size=1M");
    second = FuzzedImage.make("vhdx", "subformat=fixed,block_size=1M,log_size=1M");
  }

  /** The input changes headers, tables and data of a sound image. */
  @FuzzTest(maxDuration = "3h")
  void anyChangeOfASoundImageIsReadOrRefused(byte[] input) throws IOException {
    byte[] image = input.length % 2 == 0 ? sound : second;
    byte[] changed =
        FuzzedImage.changed(
            image, input, 65536, 80, 131072, 80, 196608, 90, 262144, 90, 2097152, 200, 2162688, 80,
            3145728, 32);
    FuzzedImage.tryToRead(changed, "vhdx");
    VhdxFuzzTest.repair(changed);
    FuzzedImage.tryToRead(changed, "vhdx");
  }

  @Test
  void randomlyDamagedImagesAreReadOrRefused() throws IOException {
    FuzzedImage.damage(sound, "vhdx", 40, 400000, VhdxFuzzTest::repair);
    FuzzedImage.damage(second, "vhdx", 40, 400000, VhdxFuzzTest::repair);
  }

  @Test
  void aTruncatedImageReadsRightOrNotAtAll() throws IOException {
    FuzzedImage.truncate(sound, "vhdx", 25);
    FuzzedImage.truncate(second, "vhdx", 25);
  }

  /** Makes the checksums of headers and region tables right. */
  private static void repair(byte[] image) {
    for (int i = 1; i <= 4; i++) {
      TestVhdx.putChecksum(image, i << 16, i <= 2 ? 4096 : 65536);
    }
  }
}
