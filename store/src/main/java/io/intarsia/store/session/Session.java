package io.intarsia.store.session;

import java.io.IOException;
import java.util.HexFormat;

/** A session that this process holds. */
public interface Session extends AutoCloseable {
  /** Random; begins the names of the packs that this session writes. */
  long id();

  /** Its id in 16 hexadecimal digits, with which the names of the files that it writes begin. */
  default String name() {
    return HexFormat.of().toHexDigits(id());
  }

  /** Says which epoch of {@code condemned} this session goes by. */
  void saw(long epoch) throws IOException;

  /** Ends the session. */
  @Override
  void close() throws IOException;
}
