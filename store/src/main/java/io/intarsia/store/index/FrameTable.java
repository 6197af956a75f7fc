package io.intarsia.store.index;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.FrameId;
import java.util.Arrays;
import java.util.List;

/** The frames of a segment that is being made, in the encoding of the segment. Not thread-safe. */
public final class FrameTable {
  private byte[] bytes = new byte[64 * IndexLayout.FRAME_LENGTH];
  private int count;

  /** Number of frames. */
  public int size() {
    return count;
  }

  /**
   * Adds a frame.
   *
   * @return its ordinal
   */
  public int add(
      int packOrdinal, long offset, int storedLength, int plainLength, byte codec, long checksum) {
    reserve(count + 1);
    set(count, packOrdinal, offset, storedLength, plainLength, codec, checksum);
    return count++;
  }

  /** Adds a frame whose place is set later. */
  public int addUnplaced() {
    reserve(count + 1);
    return count++;
  }

  /** Sets all that is known about a frame that was added. */
  public void set(
      int frame,
      int packOrdinal,
      long offset,
      int storedLength,
      int plainLength,
      byte codec,
      long checksum) {
    int at = frame * IndexLayout.FRAME_LENGTH;
    LittleEndian.put32(bytes, at, packOrdinal);
    LittleEndian.put64(bytes, at + IndexLayout.FRAME_OFFSET, offset);
    LittleEndian.put32(bytes, at + IndexLayout.FRAME_STORED, storedLength);
    LittleEndian.put32(bytes, at + IndexLayout.FRAME_PLAIN, plainLength);
    bytes[at + IndexLayout.FRAME_CODEC] = codec;
    LittleEndian.put64(bytes, at + IndexLayout.FRAME_CHECKSUM, checksum);
  }

  /** Ordinal of the pack of a frame. */
  public int packOrdinal(int frame) {
    return LittleEndian.i32(bytes, frame * IndexLayout.FRAME_LENGTH);
  }

  /** A frame that was placed in one of these packs. */
  FrameId frame(int frame, List<SegmentPack> packs) {
    int at = frame * IndexLayout.FRAME_LENGTH;
    return new FrameId(
        packs.get(LittleEndian.i32(bytes, at)).id(),
        LittleEndian.i64(bytes, at + IndexLayout.FRAME_OFFSET),
        LittleEndian.i32(bytes, at + IndexLayout.FRAME_STORED),
        LittleEndian.i32(bytes, at + IndexLayout.FRAME_PLAIN),
        bytes[at + IndexLayout.FRAME_CODEC],
        LittleEndian.i64(bytes, at + IndexLayout.FRAME_CHECKSUM));
  }

  /** Adds a frame of another table, of which the pack has another number here. */
  int addCopy(FrameTable from, int frame, int packOrdinal) {
    reserve(count + 1);
    int at = count * IndexLayout.FRAME_LENGTH;
    System.arraycopy(
        from.bytes, frame * IndexLayout.FRAME_LENGTH, bytes, at, IndexLayout.FRAME_LENGTH);
    LittleEndian.put32(bytes, at, packOrdinal);
    return count++;
  }

  /** The rows of a segment. */
  EntryCursor cursor() {
    int[] next = {0};
    return (into, offset) -> {
      if (next[0] == count) {
        return false;
      }
      int at = next[0]++ * IndexLayout.FRAME_LENGTH;
      System.arraycopy(bytes, at, into, offset, IndexLayout.FRAME_LENGTH);
      return true;
    };
  }

  private void reserve(int frames) {
    long needed = (long) frames * IndexLayout.FRAME_LENGTH;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(needed, bytes.length * 2L)));
    }
  }
}
