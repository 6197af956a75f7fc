package io.intarsia.store.blob;

import java.io.Closeable;
import java.io.IOException;

/** Writes one blob. Not thread-safe. */
public interface BlobWriter extends Closeable {
  /** Appends bytes. */
  void write(byte[] bytes, int offset, int length) throws IOException;

  /** Bytes appended so far. */
  long length();

  /** Makes the blob durable, then visible under its key, and that durable too. */
  void commit() throws IOException;

  /** Without {@link #commit} before: nothing of the blob remains. */
  @Override
  void close() throws IOException;
}
