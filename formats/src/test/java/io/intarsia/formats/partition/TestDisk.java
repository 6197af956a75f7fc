package io.intarsia.formats.partition;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.MemorySource;
import java.io.IOException;
import java.util.zip.CRC32;

/** Writes tables, sound and hostile ones, byte by byte. */
final class TestDisk {
  final byte[] bytes;

  TestDisk(int size) {
    bytes = new byte[size];
  }

  PartitionTable read() throws IOException {
    return PartitionTables.read(new MemorySource("disk", bytes));
  }

  TestDisk sign(int sector) {
    bytes[sector * 512 + 510] = 0x55;
    bytes[sector * 512 + 511] = (byte) 0xAA;
    return this;
  }

  /** Sets an entry, counted from 0, of a (extended) boot record. */
  TestDisk entry(int sector, int index, int type, long start, long length) {
    int at = sector * 512 + 446 + 16 * index;
    bytes[at + 4] = (byte) type;
    LittleEndian.put32(bytes, at + 8, (int) start);
    LittleEndian.put32(bytes, at + 12, (int) length);
    return sign(sector);
  }

  TestDisk protectiveMbr() {
    return entry(0, 0, 0xEE, 1, 0xFFFFFFFFL);
  }

  /** A GPT entry of the array at a block; type and unique GUID are made from the index. */
  TestDisk gptEntry(int sectorSize, long arrayBlock, int index, long first, long last) {
    int at = (int) arrayBlock * sectorSize + index * 128;
    bytes[at] = (byte) (index + 1);
    bytes[at + 16] = (byte) (index + 101);
    LittleEndian.put64(bytes, at + 32, first);
    LittleEndian.put64(bytes, at + 40, last);
    return this;
  }

  /** A header with right checksums over what stands at its array. */
  TestDisk gptHeader(int sectorSize, long block, long other, long arrayBlock, int count) {
    int at = (int) block * sectorSize;
    LittleEndian.put64(bytes, at, 0x5452415020494645L);
    LittleEndian.put32(bytes, at + 8, 0x10000);
    LittleEndian.put32(bytes, at + 12, 92);
    LittleEndian.put32(bytes, at + 16, 0);
    LittleEndian.put64(bytes, at + 24, block);
    LittleEndian.put64(bytes, at + 32, other);
    LittleEndian.put64(bytes, at + 72, arrayBlock);
    LittleEndian.put32(bytes, at + 80, count);
    LittleEndian.put32(bytes, at + 84, 128);
    int arrayAt = (int) arrayBlock * sectorSize;
    boolean inside = arrayAt >= 0 && arrayAt + (long) count * 128 <= bytes.length;
    LittleEndian.put32(bytes, at + 88, inside ? crc32(arrayAt, count * 128) : 0);
    LittleEndian.put32(bytes, at + 16, crc32(at, 92));
    return this;
  }

  private int crc32(int offset, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
