package io.intarsia.formats.image.vdi;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.formats.image.FuzzedImage;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VdiFuzzTest {
  private static byte[] sound = {};
  private static byte[] second = {};

  @BeforeAll
  static void prepare() throws IOException {
    sound = FuzzedImage.make("vdi", "static=off");
    second = FuzzedImage.make("vdi", "static=on");
  }

  /** The input changes headers, tables and data of a sound image. */
  @FuzzTest(maxDuration = "3h")
  void anyChangeOfASoundImageIsReadOrRefused(byte[] input) throws IOException {
    byte[] image = input.length % 2 == 0 ? sound : second;
    byte[] changed = FuzzedImage.changed(image, input, 64, 336, 400, 200);
    FuzzedImage.tryToRead(changed, "vdi");
  }

  @Test
  void randomlyDamagedImagesAreReadOrRefused() throws IOException {
    FuzzedImage.damage(sound, "vdi", 400, 600, _ -> {});
    FuzzedImage.damage(second, "vdi", 400, 600, _ -> {});
  }

  @Test
  void aTruncatedImageReadsRightOrNotAtAll() throws IOException {
    FuzzedImage.truncate(sound, "vdi", 100);
    FuzzedImage.truncate(second, "vdi", 100);
  }
}
