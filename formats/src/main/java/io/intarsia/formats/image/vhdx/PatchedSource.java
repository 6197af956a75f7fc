package io.intarsia.formats.image.vhdx;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file some of whose bytes are replaced, and which may go on with zeros. All patches come before
 * the first read. Closing it closes the file.
 */
final class PatchedSource implements ByteSource {
  private final ByteSource file;
  private final long size;
  private final TreeMap<Long, Patch> patches = new TreeMap<>();

  /**
   * Bytes in place of those of the file.
   *
   * @param bytes empty for zeros
   * @param from where the patch begins in them
   */
  private record Patch(long length, byte[] bytes, int from) {}

  /**
   * @param size at least that of the file
   */
  PatchedSource(ByteSource file, long size) {
    this.file = file;
    this.size = size;
  }

  /** Later patches win over earlier ones. */
  void put(long offset, byte[] bytes) throws IOException {
    put(offset, new Patch(bytes.length, bytes, 0));
  }

  void putZeros(long offset, long length) throws IOException {
    put(offset, new Patch(length, new byte[0], 0));
  }

  private void put(long offset, Patch patch) throws IOException {
    Ranges.check(this, offset, patch.length);
    long end = offset + patch.length;
    Map.Entry<Long, Patch> before = patches.lowerEntry(offset);
    if (before != null && before.getKey() + before.getValue().length > offset) {
      long start = before.getKey();
      Patch cut = before.getValue();
      patches.put(start, new Patch(offset - start, cut.bytes, cut.from));
      keepTail(start, cut, end);
    }
    for (Map.Entry<Long, Patch> next = patches.ceilingEntry(offset);
        next != null && next.getKey() < end;
        next = patches.ceilingEntry(offset)) {
      patches.remove(next.getKey());
      keepTail(next.getKey(), next.getValue(), end);
    }
    patches.put(offset, patch);
  }

  private void keepTail(long start, Patch patch, long from) {
    long cut = from - start;
    if (cut < patch.length) {
      int inBytes = patch.bytes.length == 0 ? 0 : patch.from + (int) cut;
      patches.put(from, new Patch(patch.length - cut, patch.bytes, inBytes));
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public String description() {
    return file.description();
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(this, offset, length);
    int below = Math.clamp(file.size() - offset, 0, length);
    file.read(below == 0 ? 0 : offset, target, targetOffset, below);
    Arrays.fill(target, targetOffset + below, targetOffset + length, (byte) 0);
    long end = offset + length;
    Long first = patches.floorKey(offset);
    for (Map.Entry<Long, Patch> next : patches.tailMap(first == null ? offset : first).entrySet()) {
      if (next.getKey() >= end) {
        break;
      }
      apply(next.getKey(), next.getValue(), offset, end, target, targetOffset);
    }
  }

  private static void apply(
      long start, Patch patch, long offset, long end, byte[] target, int targetOffset) {
    long from = Math.max(start, offset);
    int length = (int) (Math.min(end, start + patch.length) - from);
    if (length <= 0) {
      return;
    }
    int to = targetOffset + (int) (from - offset);
    if (patch.bytes.length == 0) {
      Arrays.fill(target, to, to + length, (byte) 0);
    } else {
      System.arraycopy(patch.bytes, patch.from + (int) (from - start), target, to, length);
    }
  }

  /** A patch may stand in a hole of the file. */
  @Override
  public long nextData(long offset) throws IOException {
    long data = offset < file.size() ? file.nextData(offset) : size;
    data = data >= file.size() ? size : data;
    Map.Entry<Long, Patch> before = patches.floorEntry(offset);
    if (before != null && before.getKey() + before.getValue().length > offset) {
      return offset;
    }
    Long next = patches.ceilingKey(offset);
    return next == null ? data : Math.min(data, next);
  }

  @Override
  public long nextHole(long offset) throws IOException {
    long at = offset;
    while (at < size) {
      Map.Entry<Long, Patch> patch = patches.floorEntry(at);
      if (patch != null && patch.getKey() + patch.getValue().length > at) {
        at = patch.getKey() + patch.getValue().length;
        continue;
      }
      if (at >= file.size()) {
        return at;
      }
      long hole = file.nextHole(at);
      Long next = patches.ceilingKey(at);
      if (next == null || hole < next) {
        return hole;
      }
      at = next;
    }
    return size;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
