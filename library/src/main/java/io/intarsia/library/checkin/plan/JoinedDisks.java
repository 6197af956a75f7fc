package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import java.io.IOException;
import java.util.List;

/** Several disks as one sequence of bytes, one after the other. */
final class JoinedDisks implements ByteSource {
  private final List<ByteSource> disks;
  private final long[] ends;

  private JoinedDisks(List<ByteSource> disks) {
    this.disks = List.copyOf(disks);
    this.ends = new long[disks.size()];
    long end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += disks.get(i).size();
      ends[i] = end;
    }
  }

  /** Joins disks; one disk is itself. */
  static ByteSource of(List<ByteSource> disks) {
    return disks.size() == 1 ? disks.getFirst() : new JoinedDisks(disks);
  }

  @Override
  public long size() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  @Override
  public String description() {
    return disks.isEmpty() ? "no disks" : disks.getFirst().description() + " and others";
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(this, offset, length);
    int done = 0;
    for (int disk = diskAt(offset); done < length; disk++) {
      long at = offset + done - start(disk);
      int step = (int) Math.min(length - done, disks.get(disk).size() - at);
      disks.get(disk).read(at, target, targetOffset + done, step);
      done += step;
    }
  }

  @Override
  public long nextData(long offset) throws IOException {
    long pos = offset;
    for (int disk = diskAt(offset); disk < ends.length; disk++) {
      long data = disks.get(disk).nextData(pos - start(disk)) + start(disk);
      if (data < ends[disk]) {
        return data;
      }
      pos = ends[disk];
    }
    return size();
  }

  @Override
  public long nextHole(long offset) throws IOException {
    long pos = offset;
    for (int disk = diskAt(offset); disk < ends.length; disk++) {
      long hole = disks.get(disk).nextHole(pos - start(disk)) + start(disk);
      if (hole < ends[disk]) {
        return hole;
      }
      pos = ends[disk];
    }
    return size();
  }

  /** The disk that holds the byte; the number of disks behind the last. */
  private int diskAt(long offset) {
    int disk = 0;
    while (disk < ends.length && ends[disk] <= offset) {
      disk++;
    }
    return disk;
  }

  private long start(int disk) {
    return disk == 0 ? 0 : ends[disk - 1];
  }

  @Override
  public void close() {}
}
