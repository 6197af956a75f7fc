package io.intarsia.store.session;

import java.io.IOException;

/** A session that this process holds. */
public interface Session extends AutoCloseable {
  /** Random; begins the names of the packs that this session writes. */
  long id();

  /** Says which epoch of {@code condemned} this session goes by. */
  void saw(long epoch) throws IOException;

  /** Ends the session. */
  @Override
  void close() throws IOException;
}
