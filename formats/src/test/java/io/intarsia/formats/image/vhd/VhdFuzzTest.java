package io.intarsia.formats.image.vhd;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.bytes.BigEndian;
import io.intarsia.formats.image.FuzzedImage;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VhdFuzzTest {
  private static byte[] sound = {};
  private static byte[] second = {};

  @BeforeAll
  static void prepare() throws IOException {
    sound = FuzzedImage.make("vpc", "subformat=dynamic");
    second = FuzzedImage.make("vpc", "subformat=dynamic,force_size=on");
  }

  /** The input changes headers, tables and data of a sound image. */
  @FuzzTest(maxDuration = "3h")
  void anyChangeOfASoundImageIsReadOrRefused(byte[] input) throws IOException {
    byte[] image = input.length % 2 == 0 ? sound : second;
    byte[] changed =
        FuzzedImage.changed(image, input, 0, 88, 512, 64, 1536, 16, image.length - 512, 88);
    FuzzedImage.tryToRead(changed, "vhd");
    VhdFuzzTest.repair(changed);
    FuzzedImage.tryToRead(changed, "vhd");
  }

  @Test
  void randomlyDamagedImagesAreReadOrRefused() throws IOException {
    FuzzedImage.damage(sound, "vhd", 400, 1600, VhdFuzzTest::repair);
    FuzzedImage.damage(second, "vhd", 400, 1600, VhdFuzzTest::repair);
  }

  @Test
  void aTruncatedImageReadsRightOrNotAtAll() throws IOException {
    FuzzedImage.truncate(sound, "vhd", 100);
    FuzzedImage.truncate(second, "vhd", 100);
  }

  /** Makes the checksums of both footers and of the header right. */
  private static void repair(byte[] image) {
    for (int footer : new int[] {0, image.length - 512}) {
      BigEndian.put32(image, footer + 64, checksum(image, footer, 512, 64));
    }
    BigEndian.put32(image, 512 + 36, checksum(image, 512, 1024, 36));
  }

  private static int checksum(byte[] image, int start, int length, int field) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum += i >= field && i < field + 4 ? 0 : image[start + i] & 0xFF;
    }
    return ~sum;
  }
}
