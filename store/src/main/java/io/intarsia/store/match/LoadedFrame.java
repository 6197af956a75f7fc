package io.intarsia.store.match;

import io.intarsia.bytes.Zeros;
import io.intarsia.store.frame.Anchor;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.pack.PackFrame;
import java.util.Arrays;

/** A plain frame with a table of the blocks of its chunks, counted from each chunk's start. */
final class LoadedFrame {
  private static final int NONE = -1;

  private final byte[] plain;
  private final PackFrame contents;
  private final int[] chunkEnds;
  private final long[] hashes;
  private final int[] offsets;

  /**
   * @param plain begins with the bytes of the frame
   */
  LoadedFrame(byte[] plain, PackFrame contents, Fingerprints fingerprints) {
    this.plain = plain;
    this.contents = contents;
    int[] lengths = contents.chunkLengths();
    this.chunkEnds = new int[lengths.length];
    int blocks = 0;
    int end = 0;
    for (int i = 0; i < lengths.length; i++) {
      blocks += (lengths[i] + Anchor.BLOCK - 1) / Anchor.BLOCK;
      end += lengths[i];
      chunkEnds[i] = end;
    }
    int capacity = Integer.highestOneBit(blocks) * 4;
    this.hashes = new long[capacity];
    this.offsets = new int[capacity];
    Arrays.fill(offsets, NONE);
    fill(fingerprints);
  }

  private void fill(Fingerprints fingerprints) {
    byte[] padded = new byte[Anchor.BLOCK];
    int start = 0;
    for (int end : chunkEnds) {
      for (int at = start; at < end; at += Anchor.BLOCK) {
        int length = Math.min(Anchor.BLOCK, end - at);
        if (Zeros.isZero(plain, at, length)) {
          continue;
        }
        if (length == Anchor.BLOCK) {
          put(fingerprints.anchorOfBlock(plain, at), at);
        } else {
          System.arraycopy(plain, at, padded, 0, length);
          Arrays.fill(padded, length, Anchor.BLOCK, (byte) 0);
          put(fingerprints.anchorOfBlock(padded, 0), at);
        }
      }
      start = end;
    }
  }

  /** The first block of a hash is kept: the others are as good only if they are the same. */
  private void put(long hash, int offset) {
    int slot = slot(hash);
    if (offsets[slot] == NONE) {
      hashes[slot] = hash;
      offsets[slot] = offset;
    }
  }

  private int slot(long hash) {
    int mask = hashes.length - 1;
    int slot = (int) hash & mask;
    while (offsets[slot] != NONE && hashes[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  int plainLength() {
    return contents.plainLength();
  }

  /** The array that holds the bytes. */
  byte[] buffer() {
    return plain;
  }

  /** First byte of a block of that hash, not compared yet; negative if there is none. */
  int find(long hash) {
    return offsets[slot(hash)];
  }

  /**
   * How many bytes of a block stand in the chunk at a place of the frame: as far as the block or
   * the chunk goes; 0 if they are not these bytes, or the rest of the block is not zeros.
   */
  int matches(int offset, byte[] bytes, int at) {
    int length = Math.min(Anchor.BLOCK, chunkEnds[chunkAt(offset)] - offset);
    boolean same =
        Arrays.equals(plain, offset, offset + length, bytes, at, at + length)
            && Zeros.isZero(bytes, at + length, Anchor.BLOCK - length);
    return same ? length : 0;
  }

  BlockMatch match(int offset, int length) {
    int chunk = chunkAt(offset);
    int start = chunkEnds[chunk] - contents.chunkLengths()[chunk];
    return new BlockMatch(contents.fingerprint(chunk), offset - start, length);
  }

  private int chunkAt(int offset) {
    int found = Arrays.binarySearch(chunkEnds, offset + 1);
    return found >= 0 ? found : -found - 1;
  }
}
