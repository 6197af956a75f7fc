package io.intarsia.formats.partition.lvm;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.MemorySource;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Writes physical volumes, sound and hostile ones, byte by byte. */
final class TestPv {
  static final int AREA = 4096;
  static final int AREA_BYTES = 16 << 10;

  /** Sector at which extents begin. */
  static final int START = 64;

  final byte[] bytes;

  /**
   * @param uuid of 32 characters
   * @param extents of 4 KiB each
   */
  TestPv(String uuid, int extents) {
    bytes = new byte[START * 512 + extents * 4096];
    put(512, "LABELONE");
    LittleEndian.put64(bytes, 512 + 8, 1);
    LittleEndian.put32(bytes, 512 + 20, 32);
    put(512 + 24, "LVM2 001");
    put(544, uuid);
    LittleEndian.put64(bytes, 576, bytes.length);
    LittleEndian.put64(bytes, 584, START * 512L);
    LittleEndian.put64(bytes, 616, AREA);
    LittleEndian.put64(bytes, 624, AREA_BYTES);
    signLabel();
  }

  TestPv signLabel() {
    LittleEndian.put32(bytes, 512 + 16, crc(532, 1024));
    return this;
  }

  /** Writes a text at an offset in the metadata area, around its end if need be. */
  TestPv text(String text, int at) {
    byte[] raw = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < raw.length; i++) {
      int where = at + i < AREA_BYTES ? at + i : at + i - AREA_BYTES + 512;
      bytes[AREA + where] = raw[i];
    }
    put(AREA + 4, " LVM2 x[5A%r0N*>");
    LittleEndian.put32(bytes, AREA + 20, 1);
    LittleEndian.put64(bytes, AREA + 24, AREA);
    LittleEndian.put64(bytes, AREA + 32, AREA_BYTES);
    LittleEndian.put64(bytes, AREA + 40, at);
    LittleEndian.put64(bytes, AREA + 48, raw.length);
    LittleEndian.put32(bytes, AREA + 56, crc(raw, 0, raw.length));
    return signArea();
  }

  TestPv signArea() {
    LittleEndian.put32(bytes, AREA, crc(AREA + 4, AREA + 512));
    return this;
  }

  PhysicalVolume at(long place) {
    return new PhysicalVolume(new MemorySource("pv", bytes), place);
  }

  private int crc(int from, int to) {
    return crc(bytes, from, to);
  }

  /**
   * LVM's CRC by way of the standard one: the register of the standard one starts at all ones, and
   * four bytes before the others bring it to LVM's start value.
   */
  private static int crc(byte[] bytes, int from, int to) {
    CRC32 crc = new CRC32();
    crc.update(PREFIX);
    crc.update(bytes, from, to - from);
    return (int) ~crc.getValue();
  }

  private static final byte[] PREFIX = prefix();

  /** Runs the register backwards from LVM's start value through four bytes of zeros. */
  private static byte[] prefix() {
    int register = 0xF597A6CF;
    for (int bit = 0; bit < 32; bit++) {
      register = register < 0 ? (register ^ 0xEDB88320) << 1 | 1 : register << 1;
    }
    byte[] prefix = new byte[4];
    LittleEndian.put32(prefix, 0, ~register);
    return prefix;
  }

  private void put(int at, String text) {
    byte[] raw = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(raw, 0, bytes, at, raw.length);
  }
}
