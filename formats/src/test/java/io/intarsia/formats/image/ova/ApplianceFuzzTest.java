package io.intarsia.formats.image.ova;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.formats.image.FuzzedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ApplianceFuzzTest {
  private static byte[] sound() {
    return new TestAppliance()
        .add("box.ovf", TestAppliance.descriptor("disk", "blank"))
        .add("box.mf", "SHA1(disk)= 1ceaf73df40e531df3bfb26b4fb7cd95fb7bff1d\n")
        .add("disk", new byte[1024])
        .bytes();
  }

  /** The input is a descriptor, or changes an archive. */
  @FuzzTest(maxDuration = "3h")
  void anythingIsReadOrRefused(byte[] input) throws IOException {
    FuzzedImage.tryToRead(input, "ovf");
    FuzzedImage.tryToRead(input, "ova");
    String text = new String(input, StandardCharsets.ISO_8859_1);
    FuzzedImage.tryToRead(new TestAppliance().add("box.ovf", text).bytes(), "ova");
    byte[] sound = sound();
    FuzzedImage.tryToRead(
        FuzzedImage.changed(sound, input, 0, 300, 512, 400, 1024, 300, 2048, 300), "ova");
  }

  @Test
  void randomlyDamagedArchivesAreReadOrRefused() throws IOException {
    FuzzedImage.damage(sound(), "ova", 2000, 3000, _ -> {});
  }
}
