package io.intarsia.formats.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf16Test {
  @Test
  void isUtf8WhereverThatIsDefined() {
    for (String text :
        new String[] {"", "name", "caf\u00E9", "\u20AC", "\uD83E\uDEB5 wood", "\u0001\u007F"}) {
      assertThat(Utf16.toUtf8(text.toCharArray(), 0, text.length()))
          .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void loneSurrogatesStayApart() {
    char[] units = {'a', '\uD800', '\uDC01', '\uD800', 'b', '\uDC01'};
    assertThat(Utf16.toUtf8(units, 2, 6))
        .containsExactly(0xED, 0xB0, 0x81, 0xED, 0xA0, 0x80, 'b', 0xED, 0xB0, 0x81);
    assertThat(Utf16.toUtf8(units, 1, 3)).hasSize(4);
    assertThat(Utf16.toUtf8(units, 1, 2)).hasSize(3);
  }
}
