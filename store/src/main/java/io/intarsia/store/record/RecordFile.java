package io.intarsia.store.record;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.RecordLog;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Magic;
import io.intarsia.store.frame.TwinCrc;
import java.util.Arrays;

/** The bytes and the key of a record. */
public final class RecordFile {
  /** Prefix of the keys of all records. */
  public static final String PREFIX = "records/";

  static final int HEADER_LENGTH = 32;
  static final int OVERHEAD = HEADER_LENGTH + 8;

  private static final int HEADER_CHECKSUM = 24;
  private static final String SUFFIX = ".rec";
  private static final int DIGITS = 16;
  private static final String MAGIC = "INTRECD\n";
  private static final int VERSION = 2;

  private RecordFile() {}

  /** The blob key of a record. */
  public static String key(long number) {
    String digits = Long.toString(number);
    return PREFIX + "0".repeat(DIGITS - digits.length()) + digits + SUFFIX;
  }

  /** The number of a record's key; 0 if it is not the key of a record. */
  public static long number(String key) {
    int end = PREFIX.length() + DIGITS;
    if (key.length() != end + SUFFIX.length() || !key.startsWith(PREFIX) || !key.endsWith(SUFFIX)) {
      return 0;
    }
    long number = 0;
    for (int i = PREFIX.length(); i < end; i++) {
      int digit = key.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  static byte[] encode(long number, byte[] payload) {
    byte[] bytes = new byte[OVERHEAD + payload.length];
    Magic.put(bytes, MAGIC, VERSION);
    LittleEndian.put32(bytes, 12, payload.length);
    LittleEndian.put64(bytes, 16, number);
    LittleEndian.put64(bytes, HEADER_CHECKSUM, TwinCrc.of(bytes, 0, HEADER_CHECKSUM));
    System.arraycopy(payload, 0, bytes, HEADER_LENGTH, payload.length);
    int end = HEADER_LENGTH + payload.length;
    LittleEndian.put64(bytes, end, TwinCrc.of(bytes, 0, end));
    return bytes;
  }

  /** The payload. */
  static byte[] decode(long number, byte[] bytes) throws StoreException {
    String key = key(number);
    if (bytes.length < OVERHEAD) {
      throw new DamagedException(key, "it is too short");
    }
    Magic.check(key, bytes, MAGIC, VERSION, HEADER_CHECKSUM);
    int end = bytes.length - 8;
    if (TwinCrc.of(bytes, 0, end) != LittleEndian.i64(bytes, end)) {
      throw new DamagedException(key, "the checksum is wrong");
    }
    if (LittleEndian.u32(bytes, 12) != end - HEADER_LENGTH
        || end - HEADER_LENGTH > RecordLog.MAX_PAYLOAD) {
      throw new DamagedException(key, "its length is not that of its header");
    }
    if (LittleEndian.i64(bytes, 16) != number) {
      throw new DamagedException(key, "it is not the record of its name");
    }
    return Arrays.copyOfRange(bytes, HEADER_LENGTH, end);
  }
}
