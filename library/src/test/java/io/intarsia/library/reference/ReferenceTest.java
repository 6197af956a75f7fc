package io.intarsia.library.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.library.error.LibraryException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {

  @Test
  void aBareNameMeansTheDefaultVersion() throws LibraryException {
    ImageReference reference = ImageReference.parse("debian-12.1_x");
    assertThat(reference.name()).isEqualTo("debian-12.1_x");
    assertThat(reference.version()).isNull();
    assertThat(ImageReference.parse("a@17").version()).isEqualTo(17);
  }

  @ParameterizedTest
  @CsvSource({
    "a:/etc/hosts, a, , , /etc/hosts",
    "a@3:/, a, 3, , /",
    "a:p2:/boot, a, , p2, /boot",
    "a@1:vg/lv:/x, a, 1, vg/lv, /x",
    "a:d1/p2:/x:y, a, , d1/p2, /x:y",
    "a:/x:/y, a, , , /x:/y",
    "a:/é, a, , , /é",
  })
  void pathsAreRead(String text, String name, Integer version, String part, String path)
      throws LibraryException {
    PathReference reference = PathReference.parse(text);
    assertThat(reference.image().name()).isEqualTo(name);
    assertThat(reference.image().version()).isEqualTo(version);
    assertThat(reference.partition()).isEqualTo(part);
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
    assertThatThrownBy(() -> ImageReference.parse(text)).isInstanceOf(LibraryException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a:", "a:x", "a:p1:x", ":/x", "a@0:/x"})
  void whatNamesNoPathIsRefused(String text) {
    assertThatThrownBy(() -> PathReference.parse(text)).isInstanceOf(LibraryException.class);
  }

  @Test
  void namesHaveALongestLength() throws LibraryException {
    ImageReference.checkName("n".repeat(200));
    assertThatThrownBy(() -> ImageReference.checkName("n".repeat(201)))
        .isInstanceOf(LibraryException.class);
  }

  @Test
  void pathsMayBeNoUtf8() throws LibraryException {
    byte[] text = {'i', ':', '/', 'a', (byte) 0xff, (byte) 0xc3};
    assertThat(PathReference.parse(text).path()).containsExactly('/', 'a', 0xff, 0xc3);
  }
}
