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
   * Checks magic, version, and the checksum of all before it. A version is believed only if the
   * checksum says that it was written so: every version of a format has one there.
   *
   * @param file named in errors
   * @param bytes from the beginning, to the end of the checksum at least
   * @param version the only one that is known
   * @param checksumAt where the TwinCRC of the bytes before it is
   * @throws DamagedException if the magic or the checksum is wrong
   * @throws TooNewException if the file is of a later version
   * @throws TooOldException if it is of an earlier one
   */
  public static void check(String file, byte[] bytes, String magic, int version, int checksumAt)
      throws StoreException {
    check(file, bytes, 0, magic);
    int found = LittleEndian.u16(bytes, 8);
    if (TwinCrc.of(bytes, 0, checksumAt) != LittleEndian.i64(bytes, checksumAt)) {
      throw new DamagedException(
          file,
          "the checksum is wrong"
              + (found == version
                  ? ""
                  : ", or it was written by another Intarsia, in format version "
                      + found
                      + " (this one knows "
                      + version
                      + ")"));
    }
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
