package io.intarsia.formats.image.qcow2;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.image.BackingFiles;
import io.intarsia.formats.image.DiskImage;
import io.intarsia.formats.image.DiskImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.Deflater;

/**
 * Writes qcow2 files byte by byte, sound and hostile ones, without the code that is tested.
 * Clusters of 64 KiB: header, L1 table, one L2 table, then data.
 */
final class TestQcow2 {
  static final int CLUSTER = 65536;
  static final long L2_PLACE = 2 * CLUSTER;
  static final long DATA_PLACE = 3 * CLUSTER;
  private static final int CLUSTERS = 6;

  byte[] bytes = new byte[CLUSTERS * CLUSTER];

  TestQcow2() {
    put32(0, 0x514649FB);
    put32(4, 3);
    put32(20, 16);
    put64(24, 4 * CLUSTER);
    put32(36, 1);
    put64(40, CLUSTER);
    put32(96, 4);
    put32(100, 104);
    put64(CLUSTER, L2_PLACE);
    for (int i = (int) DATA_PLACE; i < bytes.length; i++) {
      bytes[i] = (byte) (i >> 16);
    }
  }

  TestQcow2 put32(int offset, int value) {
    BigEndian.put32(bytes, offset, value);
    return this;
  }

  TestQcow2 put64(int offset, long value) {
    BigEndian.put64(bytes, offset, value);
    return this;
  }

  /** Sets the L2 entry of a cluster of the disk. */
  TestQcow2 l2(int index, long entry) {
    return put64((int) L2_PLACE + 8 * index, entry);
  }

  /** Sets an entry of 16 bytes. */
  TestQcow2 extendedL2(int index, long entry, long bitmap) {
    return put64((int) L2_PLACE + 16 * index, entry).put64((int) L2_PLACE + 16 * index + 8, bitmap);
  }

  TestQcow2 incompatible(long bits) {
    return put64(72, bits);
  }

  /** A header extension right after the header, which then has the first of them. */
  TestQcow2 extension(int type, byte[] data) {
    put32(104, type).put32(108, data.length);
    System.arraycopy(data, 0, bytes, 112, data.length);
    return this;
  }

  /** Puts bytes at a place and returns the entry of a compressed cluster that lies there. */
  long compressed(byte[] data, long place) {
    System.arraycopy(data, 0, bytes, (int) place, data.length);
    long sectors = (place + data.length - 1) / 512 - place / 512;
    return 1L << 62 | sectors << 54 | place;
  }

  static byte[] deflate(byte[] plain) {
    Deflater deflater = new Deflater(6, true);
    deflater.setInput(plain);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  DiskImage open() throws IOException {
    return DiskImages.open(
        new MemorySource("hostile", bytes), "qcow2", BackingFiles.none("hostile"));
  }

  /** Reads all of the disk, at most 16 MiB. */
  byte[] read() throws IOException {
    try (DiskImage image = open()) {
      ByteSource disk = image.disk();
      return disk.read(0, (int) Math.min(disk.size(), 16 << 20));
    }
  }
}
