package io.intarsia.store.frame;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which chunks a frame was compressed after: the head of its stored bytes, see
 * docs/formats/pack.md.
 */
public final class Bases {
  /** The most chunks that a frame names. */
  public static final int MAX = 4096;

  /** Bytes of the longest head. */
  public static final int MAX_LENGTH = length(MAX);

  /** Most heads are shorter. */
  public static final int MOSTLY = 4096;

  private static final int COUNT_LENGTH = 2;
  private static final int CHECKSUM_LENGTH = 8;

  private Bases() {}

  /** Bytes that so many chunks take. */
  public static int length(int count) {
    return COUNT_LENGTH + count * Fingerprint.LENGTH + CHECKSUM_LENGTH;
  }

  /** Bytes of the head of which at least two begin there; of a longest one if it is none. */
  public static int lengthAt(byte[] stored, int offset) {
    return length(Math.min(LittleEndian.u16(stored, offset), MAX));
  }

  /**
   * Writes the head from index 0 on.
   *
   * @param bases 1 to {@link #MAX}
   */
  public static void write(List<Fingerprint> bases, byte[] into) {
    LittleEndian.put16(into, 0, bases.size());
    int at = COUNT_LENGTH;
    for (Fingerprint base : bases) {
      base.write(into, at);
      at += Fingerprint.LENGTH;
    }
    LittleEndian.put64(into, at, TwinCrc.of(into, 0, at));
  }

  /**
   * Reads the head of stored bytes.
   *
   * @param length bytes that are there from {@code offset} on
   * @throws InvalidObjectException if they are not such a head
   */
  public static List<Fingerprint> read(byte[] stored, int offset, int length)
      throws InvalidObjectException {
    int count = length < COUNT_LENGTH ? 0 : LittleEndian.u16(stored, offset);
    if (count < 1 || count > MAX || length(count) > length) {
      throw new InvalidObjectException("a frame cannot have " + count + " bases");
    }
    int end = length(count) - CHECKSUM_LENGTH;
    if (TwinCrc.of(stored, offset, end) != LittleEndian.i64(stored, offset + end)) {
      throw new InvalidObjectException("the checksum of a frame's bases is wrong");
    }
    List<Fingerprint> bases = new ArrayList<>(count);
    for (int at = COUNT_LENGTH; at < end; at += Fingerprint.LENGTH) {
      bases.add(Fingerprint.read(stored, offset + at));
    }
    return bases;
  }
}
