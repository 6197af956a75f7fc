package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.util.Arrays;

/**
 * A disk some of whose ranges are holes, whatever it holds there. The ranges are settled before
 * anything is read through this.
 */
final class HidingSource implements ByteSource {
  private final ByteSource disk;
  private final HiddenRanges hidden;

  HidingSource(ByteSource disk, HiddenRanges hidden) {
    this.disk = disk;
    this.hidden = hidden;
  }

  @Override
  public long size() {
    return disk.size();
  }

  @Override
  public String description() {
    return disk.description();
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    disk.read(offset, target, targetOffset, length);
    long end = offset + length;
    for (int i = hidden.firstEndingAfter(offset); i < hidden.size() && hidden.start(i) < end; i++) {
      int from = (int) (Math.max(offset, hidden.start(i)) - offset);
      int to = (int) (Math.min(end, hidden.end(i)) - offset);
      Arrays.fill(target, targetOffset + from, targetOffset + to, (byte) 0);
    }
  }

  @Override
  public long nextData(long offset) throws IOException {
    long data = disk.nextData(offset);
    int i = hidden.firstEndingAfter(data);
    while (i < hidden.size() && hidden.start(i) <= data) {
      data = disk.nextData(hidden.end(i));
      i = hidden.firstEndingAfter(data);
    }
    return data;
  }

  @Override
  public long nextHole(long offset) throws IOException {
    int i = hidden.firstEndingAfter(offset);
    long next = i < hidden.size() ? Math.max(offset, hidden.start(i)) : size();
    return Math.min(next, disk.nextHole(offset));
  }

  @Override
  public void close() {}
}
