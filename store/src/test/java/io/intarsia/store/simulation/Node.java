package io.intarsia.store.simulation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/** A file or directory of a simulated disk: its bytes as they are read, and as they are durable. */
final class Node {
  private static final int SECTOR = 512;

  private final boolean isDirectory;
  private final BitSet unsynced = new BitSet();
  private byte[] bytes = new byte[0];
  private int length;
  private byte[] durable = new byte[0];

  /** After a sync that failed: what was not synced then never will be. */
  private final BitSet lost = new BitSet();

  Node(boolean isDirectory) {
    this.isDirectory = isDirectory;
  }

  boolean isDirectory() {
    return isDirectory;
  }

  int length() {
    return length;
  }

  int read(long position, byte[] into, int count) {
    if (position >= length) {
      return -1;
    }
    int got = (int) Math.min(count, length - position);
    System.arraycopy(bytes, (int) position, into, 0, got);
    return got;
  }

  void write(int position, byte[] from) {
    int end = position + from.length;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
    }
    System.arraycopy(from, 0, bytes, position, from.length);
    length = Math.max(length, end);
    unsynced.set(position / SECTOR, (end + SECTOR - 1) / SECTOR);
  }

  void truncate() {
    unsynced.set(0, (length + SECTOR - 1) / SECTOR);
    length = 0;
    Arrays.fill(bytes, (byte) 0);
  }

  void sync() {
    byte[] synced = Arrays.copyOf(bytes, length);
    for (int sector = lost.nextSetBit(0); sector >= 0; sector = lost.nextSetBit(sector + 1)) {
      restore(synced, sector);
    }
    durable = synced;
    unsynced.clear();
  }

  void failSync() {
    lost.or(unsynced);
    unsynced.clear();
  }

  /** What remains of this after a power failure. */
  Node afterPowerFailure(Random random) {
    Node left = new Node(isDirectory);
    int shorter = Math.min(length, durable.length);
    int longer = Math.max(length, durable.length);
    boolean changed = !unsynced.isEmpty() || !lost.isEmpty();
    left.length =
        changed && longer > shorter ? shorter + random.nextInt(longer - shorter + 1) : longer;
    left.bytes = Arrays.copyOf(bytes, left.length);
    unsynced.or(lost);
    int kept = random.nextInt(101);
    for (int at = unsynced.nextSetBit(0); at >= 0; at = unsynced.nextSetBit(at + 1)) {
      if (lost.get(at) || random.nextInt(100) >= kept) {
        restore(left.bytes, at);
      } else if (random.nextInt(20) == 0) {
        garble(left.bytes, at, random);
      }
    }
    left.durable = left.bytes.clone();
    return left;
  }

  private void restore(byte[] into, int sector) {
    int from = sector * SECTOR;
    int to = Math.min(into.length, from + SECTOR);
    for (int i = from; i < to; i++) {
      into[i] = i < durable.length ? durable[i] : 0;
    }
  }

  private static void garble(byte[] bytes, int sector, Random random) {
    int to = Math.min(bytes.length, (sector + 1) * SECTOR);
    for (int i = sector * SECTOR; i < to; i++) {
      bytes[i] = (byte) random.nextInt();
    }
  }
}
