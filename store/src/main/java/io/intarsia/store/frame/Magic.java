package io.intarsia.store.frame;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.error.TooNewException;
import io.intarsia.store.error.TooOldException;
import java.nio.charset.StandardCharsets;

/** The first ten bytes of every file here: a magic of eight characters and a version. */
public final class Magic {
  /** Bytes of magic and version. */
  public static final int LENGTH = 10;

  private Magic() {}

  /** Writes magic and version at the beginning. */
  public static void put(byte[] header, String magic, int version) {
    put(header, 0, magic);
    LittleEndian.put16(header, 8, version);
  }

  /** Writes a magic at {@code offset}. */
  public static void put(byte[] bytes, int offset, String magic) {
    byte[] characters = magic.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(characters, 0, bytes, offset, characters.length);
  }

  /**
   * Checks magic and version.
   *
   * @param file named in errors
   * @param header at least {@link #LENGTH} bytes
   * @param version the only one that is known
   */
  public static void check(String file, byte[] header, String magic, int version)
      throws StoreException {
    check(file, header, 0, magic);
    int found = LittleEndian.u16(header, 8);
    if (found > version) {
      throw new TooNewException(file, found, version);
    }
    if (found < version) {
      throw new TooOldException(file, found, version);
    }
  }

  /** Checks a magic at {@code offset}. */
  public static void check(String file, byte[] bytes, int offset, String magic)
      throws DamagedException {
    for (int i = 0; i < magic.length(); i++) {
      if (bytes[offset + i] != magic.charAt(i)) {
        throw new DamagedException(file, "the magic " + magic.trim() + " is not where it belongs");
      }
    }
  }
}
