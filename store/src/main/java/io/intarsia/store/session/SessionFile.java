package io.intarsia.store.session;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.frame.Magic;
import io.intarsia.store.frame.TwinCrc;
import java.util.HexFormat;

/** The bytes and the name of a session file. */
final class SessionFile {
  static final int LENGTH = 40;

  /** Epoch of a session that has seen none. */
  static final long NONE_SEEN = -1;

  private static final String MAGIC = "INTSESS\n";
  private static final int VERSION = 1;

  private SessionFile() {}

  static String name(long id) {
    return HexFormat.of().toHexDigits(id);
  }

  static byte[] encode(long id, long epoch) {
    byte[] bytes = new byte[LENGTH];
    Magic.put(bytes, MAGIC, VERSION);
    LittleEndian.put64(bytes, 16, id);
    LittleEndian.put64(bytes, 24, epoch + 1);
    LittleEndian.put64(bytes, 32, TwinCrc.of(bytes, 0, 32));
    return bytes;
  }

  /** The epoch that the session saw; none if the file is incomplete or damaged. */
  static long epoch(byte[] bytes) {
    if (bytes.length != LENGTH || TwinCrc.of(bytes, 0, 32) != LittleEndian.i64(bytes, 32)) {
      return NONE_SEEN;
    }
    return LittleEndian.i64(bytes, 24) - 1;
  }
}
