package io.intarsia.store.crypt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.store.error.KeyException;
import org.junit.jupiter.api.Test;

class SecretTest {
  private static Secret text(String text) throws KeyException {
    return Secret.of(text.getBytes(UTF_8));
  }

  @Test
  void aLineEndIsNoPartOfAPassphraseButSpacesAre() throws KeyException {
    assertThat(text("päss\n")).isEqualTo(text("päss")).isEqualTo(text("päss\r\n"));
    assertThat(text("päss ")).isNotEqualTo(text("päss"));
    assertThat(text("päss").isRandom()).isFalse();
    assertThat(text("päss")).hasToString("secret");
  }

  @Test
  void bytesThatAreNoTextAndLongEnoughAreRandom() throws KeyException {
    byte[] key = new byte[32];
    assertThat(Secret.of(key).isRandom()).isTrue();
    assertThat(Secret.of(new byte[31]).isRandom()).isFalse();
    key[0] = (byte) 0xff;
    assertThat(Secret.of(key).isRandom()).isTrue();
  }

  @Test
  void sixtyFourDigitsAreAKeyHoweverWritten() throws KeyException {
    String digits = "0123456789abcdef".repeat(4);
    String written = Secret.written(java.util.HexFormat.of().parseHex(digits));
    assertThat(written).startsWith("01234567-89abcdef-").hasSize(71);
    assertThat(text(written))
        .isEqualTo(text(digits))
        .isEqualTo(text(digits.toUpperCase(java.util.Locale.ROOT) + "\n"));
    assertThat(text(digits).isRandom()).isTrue();
    assertThat(text(digits.substring(1)).isRandom()).isFalse();
  }

  @Test
  void nothingAndTooMuchAreRefused() {
    assertThatThrownBy(() -> text("\n")).isInstanceOf(KeyException.class);
    assertThatThrownBy(() -> Secret.of(new byte[0])).isInstanceOf(KeyException.class);
    assertThatThrownBy(() -> Secret.of(new byte[Secret.MAX_LENGTH + 1]))
        .isInstanceOf(KeyException.class);
  }
}
