package io.intarsia.store;

import java.util.HexFormat;

/**
 * The name of a pack: the session that wrote it, and a number that counts that session's packs.
 * Ordered by session (unsigned), then number.
 *
 * @param session random id of the session
 * @param number from 0
 */
public record PackId(long session, int number) implements Comparable<PackId> {
  private static final HexFormat HEX = HexFormat.of();

  /** 24 hexadecimal digits: 16 of the session, 8 of the number. */
  @Override
  public String toString() {
    return HEX.toHexDigits(session) + HEX.toHexDigits(number);
  }

  @Override
  public int compareTo(PackId other) {
    int bySession = Long.compareUnsigned(session, other.session);
    return bySession != 0 ? bySession : Integer.compareUnsigned(number, other.number);
  }
}
