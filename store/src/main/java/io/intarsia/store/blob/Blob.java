package io.intarsia.store.blob;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open blob. Thread-safe. */
public interface Blob extends Closeable {
  /** Length in bytes. */
  long size() throws IOException;

  /**
   * Reads {@code length} bytes at {@code position}.
   *
   * @throws java.io.EOFException if the blob ends before
   */
  void read(long position, byte[] into, int offset, int length) throws IOException;

  /**
   * Bytes as a read-only buffer, mapped where that is possible and worth it; stays valid after
   * close.
   *
   * @throws IOException also if the blob ends before
   */
  ByteBuffer map(long position, int length) throws IOException;
}
