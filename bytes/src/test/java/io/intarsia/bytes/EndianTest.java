package io.intarsia.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndianTest {
  private static final byte[] BYTES = {9, (byte) 0xF1, 2, 3, 4, 5, 6, 7, (byte) 0xF8};

  @Test
  void readsLittleEndian() {
    assertThat(LittleEndian.u16(BYTES, 1)).isEqualTo(0x02F1);
    assertThat(LittleEndian.u32(BYTES, 5)).isEqualTo(0xF8070605L);
    assertThat(LittleEndian.i32(BYTES, 5)).isEqualTo(0xF8070605);
    assertThat(LittleEndian.i64(BYTES, 1)).isEqualTo(0xF8070605040302F1L);
  }

  @Test
  void readsBigEndian() {
    assertThat(BigEndian.u16(BYTES, 1)).isEqualTo(0xF102);
    assertThat(BigEndian.u32(BYTES, 1)).isEqualTo(0xF1020304L);
    assertThat(BigEndian.i32(BYTES, 1)).isEqualTo(0xF1020304);
    assertThat(BigEndian.i64(BYTES, 1)).isEqualTo(0xF1020304050607F8L);
  }

  @Test
  void writesWhatItReads() {
    byte[] bytes = new byte[20];
    LittleEndian.put16(bytes, 1, 0xABCD);
    LittleEndian.put32(bytes, 3, 0x89ABCDEF);
    LittleEndian.put64(bytes, 7, 0x8123456789ABCDEFL);
    assertThat(LittleEndian.u16(bytes, 1)).isEqualTo(0xABCD);
    assertThat(LittleEndian.u32(bytes, 3)).isEqualTo(0x89ABCDEFL);
    assertThat(LittleEndian.i64(bytes, 7)).isEqualTo(0x8123456789ABCDEFL);
    BigEndian.put16(bytes, 1, 0xABCD);
    BigEndian.put32(bytes, 3, 0x89ABCDEF);
    BigEndian.put64(bytes, 7, 0x8123456789ABCDEFL);
    assertThat(BigEndian.u16(bytes, 1)).isEqualTo(0xABCD);
    assertThat(BigEndian.u32(bytes, 3)).isEqualTo(0x89ABCDEFL);
    assertThat(BigEndian.i64(bytes, 7)).isEqualTo(0x8123456789ABCDEFL);
  }
}
