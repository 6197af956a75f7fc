package io.intarsia.library.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

  @Test
  void aBareNameMeansTheDefaultVersion() {
    ImageReference reference = ImageReference.parseImage("debian-12.1_x");
    assertThat(reference.name()).isEqualTo("debian-12.1_x");
    assertThat(reference.version()).isEqualTo(ImageReference.DEFAULT_VERSION);
    assertThat(reference.path()).isNull();
    assertThat(ImageReference.parseImage("a@17").version()).isEqualTo(17);
  }

  @ParameterizedTest
  @CsvSource({
    "a:/etc/hosts, a, 0, , /etc/hosts",
    "a@3:/, a, 3, , /",
    "a:p2:/boot, a, 0, p2, /boot",
    "a@1:vg/lv:/x, a, 1, vg/lv, /x",
    "a:d1/p2:/x:y, a, 0, d1/p2, /x:y",
    "a:/x:/y, a, 0, , /x:/y",
    "a://x/./y//, a, 0, , /x/y",
    "a:/é, a, 0, , /é",
  })
  void pathsAreRead(String text, String name, int version, String part, String path) {
    ImageReference reference = ImageReference.parsePath(text);
    assertThat(reference.name()).isEqualTo(name);
    assertThat(reference.version()).isEqualTo(version);
    assertThat(reference.part()).isEqualTo(part);
    assertThat(reference.path()).isEqualTo(path.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-a",
        ".a",
        "_a",
        "a b",
        "a/b",
        "é",
        "a@",
        "a@0",
        "a@-1",
        "a@+1",
        "a@x",
        "a@1@2",
        "a:/x",
        "a@99999999999"
      })
  void whatNamesNoImageIsRefused(String text) {
    assertThatThrownBy(() -> ImageReference.parseImage(text))
        .isInstanceOf(InvalidReferenceException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a:", "a:x", "a:p1:x", ":/x", "a::/x", "a:/../x", "a:/x/.."})
  void whatNamesNoPathIsRefused(String text) {
    assertThatThrownBy(() -> ImageReference.parsePath(text))
        .isInstanceOf(InvalidReferenceException.class);
  }

  @Test
  void namesHaveALongestLength() {
    assertThat(ImageReference.checkName("n".repeat(200))).hasSize(200);
    assertThatThrownBy(() -> ImageReference.checkName("n".repeat(201)))
        .isInstanceOf(InvalidReferenceException.class);
  }

  @Test
  void bytesThatAreNoUtf8ComeBackUnchanged() {
    byte[] name = {
      '/',
      'a',
      (byte) 0xff,
      (byte) 0xc3,
      (byte) 0xa9,
      (byte) 0xc3,
      'z',
      (byte) 0xf0,
      (byte) 0x9f,
      (byte) 0x98,
      (byte) 0x80
    };
    String text = NameBytes.decode(name);
    assertThat(NameBytes.isUtf8(text)).isFalse();
    assertThat(NameBytes.encode(text)).isEqualTo(name);
    assertThat(ImageReference.parsePath("i:" + text).path()).isEqualTo(name);
    assertThat(NameBytes.isUtf8("é😀")).isTrue();
  }

  @Test
  void everyPairOfBytesComesBackUnchanged() {
    for (int pair = 0; pair < 0x10000; pair++) {
      byte[] name = {(byte) (pair >> 8), (byte) pair};
      assertThat(NameBytes.encode(NameBytes.decode(name))).isEqualTo(name);
    }
  }
}
