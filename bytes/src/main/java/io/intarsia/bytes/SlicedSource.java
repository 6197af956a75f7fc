package io.intarsia.bytes;

import java.io.IOException;

/** A part of another source, which stays open when this one is closed. */
final class SlicedSource implements ByteSource {
  private final ByteSource whole;
  private final String description;
  private final long start;
  private final long size;

  SlicedSource(ByteSource whole, String name, long start, long size) throws OutOfRangeException {
    Ranges.check(whole, start, size);
    this.whole = whole;
    this.description = whole.description() + " > " + name;
    this.start = start;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(this, offset, length);
    whole.read(start + offset, target, targetOffset, length);
  }

  @Override
  public long nextData(long offset) throws IOException {
    return Math.min(size, whole.nextData(start + offset) - start);
  }

  @Override
  public long nextHole(long offset) throws IOException {
    return Math.min(size, whole.nextHole(start + offset) - start);
  }

  @Override
  public void close() {}
}
