package io.intarsia.formats.filesystem.ext4;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Writes jbd2 logs from the specification, apart from the reader's code. */
final class JournalWriter {
  static final int BLOCK = 1024;
  static final int LENGTH = 64;

  /** Checksums: none, of transactions, of blocks in two forms. */
  enum Sums {
    NONE,
    V1,
    V2,
    V3
  }

  private final Sums sums;
  private final boolean wide;
  private final byte[] journal = new byte[BLOCK * LENGTH];
  private final List<byte[]> summed = new ArrayList<>();
  private int position;
  private int sequence;

  JournalWriter(Sums sums, boolean wide, int start, int sequence) {
    this.sums = sums;
    this.wide = wide;
    this.position = start;
    this.sequence = sequence;
    ByteBuffer b = ByteBuffer.wrap(journal);
    b.putInt(0xC03B3998).putInt(4).putInt(0).putInt(BLOCK).putInt(LENGTH).putInt(1);
    b.putInt(sequence).putInt(start).putInt(0);
    b.putInt(sums == Sums.V1 ? 1 : 0);
    b.putInt(1 | (wide ? 2 : 0) | (sums == Sums.V2 ? 8 : 0) | (sums == Sums.V3 ? 16 : 0));
    for (int i = 0; i < 16; i++) {
      journal[0x30 + i] = (byte) (i * 7);
    }
    journal[0x50] = 4;
    b.putInt(0xFC, crc(~0, journal, 0, 1024));
  }

  byte[] journal() {
    return journal;
  }

  /** Where the next block goes. */
  int position() {
    return position;
  }

  void skipSequence() {
    sequence++;
  }

  /** A descriptor and its data; data that begin with the magic are escaped. */
  JournalWriter blocks(long[] numbers, byte[]... data) {
    byte[] bytes = header(1);
    ByteBuffer descriptor = body(bytes);
    List<byte[]> logged = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      byte[] block = data[i].clone();
      boolean escaped = ByteBuffer.wrap(block).getInt(0) == 0xC03B3998;
      if (escaped) {
        ByteBuffer.wrap(block).putInt(0, 0);
      }
      logged.add(block);
      int flags = (escaped ? 1 : 0) | (i > 0 ? 2 : 0) | (i == numbers.length - 1 ? 8 : 0);
      tag(descriptor, numbers[i], flags, block);
      if (i == 0) {
        descriptor.put(new byte[16]);
      }
    }
    put(tail(bytes), true);
    logged.forEach(block -> put(block, true));
    return this;
  }

  private void tag(ByteBuffer descriptor, long number, int flags, byte[] block) {
    byte[] head = new byte[4];
    ByteBuffer.wrap(head).putInt(sequence);
    int sum = crc(crc(seed(), head, 0, 4), block, 0, block.length);
    descriptor.putInt((int) number);
    if (sums == Sums.V3) {
      descriptor.putInt(flags).putInt((int) (number >>> 32)).putInt(sum);
      return;
    }
    descriptor.putShort((short) (sums == Sums.V2 ? sum : 0)).putShort((short) flags);
    if (wide) {
      descriptor.putInt((int) (number >>> 32));
    }
    if (sums == Sums.V2) {
      descriptor.putShort((short) 0);
    }
  }

  JournalWriter revoke(long... numbers) {
    byte[] bytes = header(5);
    ByteBuffer block = body(bytes);
    block.putInt(16 + numbers.length * (wide ? 8 : 4));
    for (long number : numbers) {
      if (wide) {
        block.putLong(number);
      } else {
        block.putInt((int) number);
      }
    }
    put(tail(bytes), false);
    return this;
  }

  JournalWriter commit() {
    return commit(1000 + sequence);
  }

  JournalWriter commit(long seconds) {
    byte[] bytes = header(2);
    ByteBuffer block = body(bytes);
    block.putLong(48, seconds);
    if (sums == Sums.V1) {
      block.put(12, (byte) 1).put(13, (byte) 4).putInt(16, transactionSum());
    } else if (blockSums()) {
      block.putInt(16, crc(seed(), bytes, 0, BLOCK));
    }
    put(bytes, false);
    summed.clear();
    sequence++;
    return this;
  }

  private byte[] header(int type) {
    byte[] block = new byte[BLOCK];
    ByteBuffer.wrap(block).putInt(0xC03B3998).putInt(type).putInt(sequence);
    return block;
  }

  private static ByteBuffer body(byte[] block) {
    return ByteBuffer.wrap(block).position(12);
  }

  private void put(byte[] block, boolean inTransactionSum) {
    if (inTransactionSum) {
      summed.add(block);
    }
    System.arraycopy(block, 0, journal, position * BLOCK, BLOCK);
    position = position + 1 == LENGTH ? 1 : position + 1;
  }

  private boolean blockSums() {
    return sums == Sums.V2 || sums == Sums.V3;
  }

  private byte[] tail(byte[] block) {
    if (blockSums()) {
      ByteBuffer.wrap(block).putInt(BLOCK - 4, crc(seed(), block, 0, BLOCK));
    }
    return block;
  }

  private int seed() {
    return crc(~0, journal, 0x30, 16);
  }

  /** CRC-32, highest bit first. */
  private int transactionSum() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    summed.forEach(all::writeBytes);
    int crc = ~0;
    for (byte b : all.toByteArray()) {
      crc ^= b << 24;
      for (int i = 0; i < 8; i++) {
        crc = crc < 0 ? (crc << 1) ^ 0x04C11DB7 : crc << 1;
      }
    }
    return crc;
  }

  /** CRC-32C, bit by bit. */
  static int crc(int seed, byte[] bytes, int offset, int length) {
    int crc = seed;
    for (int i = offset; i < offset + length; i++) {
      crc ^= bytes[i] & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) != 0 ? 0x82F63B78 : 0);
      }
    }
    return crc;
  }
}
