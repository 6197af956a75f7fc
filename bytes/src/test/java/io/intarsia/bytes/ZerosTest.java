package io.intarsia.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ZerosTest {
  @Test
  void seesEverySingleByte() {
    byte[] bytes = new byte[100];
    for (int offset = 0; offset < 10; offset++) {
      for (int length = 0; length + offset <= bytes.length; length++) {
        assertThat(Zeros.isZero(bytes, offset, length)).isTrue();
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) 0x80;
          boolean inside = i >= offset && i < offset + length;
          assertThat(Zeros.isZero(bytes, offset, length)).isEqualTo(!inside);
          bytes[i] = 0;
        }
      }
    }
  }
}
