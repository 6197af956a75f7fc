package io.intarsia.bytes;

import java.io.IOException;

/** Bytes that are already in memory. The array is not copied and must not change. */
public final class MemorySource implements ByteSource {
  private final String description;
  private final byte[] bytes;

  public MemorySource(String description, byte[] bytes) {
    this.description = description;
    this.bytes = bytes;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(this, offset, length);
    System.arraycopy(bytes, (int) offset, target, targetOffset, length);
  }

  @Override
  public void close() {}
}
