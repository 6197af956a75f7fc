package io.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NameBytesTest {

  @Test
  void utf8MeansItself() {
    String text = "/étc/😀 x";
    assertThat(NameBytes.decode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    assertThat(NameBytes.encode(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    assertThat(NameBytes.hasEscapes(text)).isFalse();
  }

  @Test
  void bytesThatAreNoUtf8ComeBackUnchanged() {
    byte[] name = {
      '/',
      (byte) 0xff,
      (byte) 0xc3,
      (byte) 0xa9,
      (byte) 0xc3,
      'z',
      (byte) 0xed,
      (byte) 0xb0,
      (byte) 0x80
    };
    String text = NameBytes.decode(name);
    assertThat(NameBytes.hasEscapes(text)).isTrue();
    assertThat(NameBytes.encode(text)).isEqualTo(name);
  }

  @Test
  void everyPairOfBytesComesBackUnchanged() {
    for (int pair = 0; pair < 0x10000; pair++) {
      byte[] name = {(byte) (pair >> 8), (byte) pair};
      assertThat(NameBytes.encode(NameBytes.decode(name))).isEqualTo(name);
    }
  }

  @Test
  void argumentsAreRecoveredFromTheCommandLine() {
    byte[] commandLine = "java\0-cp\0x\0Main\0ls\0a:/\377\0".getBytes(StandardCharsets.ISO_8859_1);
    String[] args = RawArguments.last(commandLine, new String[] {"ls", "a:/\uFFFD"});
    assertThat(args[0]).isEqualTo("ls");
    assertThat(NameBytes.encode(args[1])).containsExactly('a', ':', '/', 0xff);
  }
}
