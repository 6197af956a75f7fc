package io.intarsia.formats.image.mapped;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** A disk that lies in several sources one after the other. Closing it closes none of them. */
public final class JoinedDisk implements ByteSource {
  private final String description;
  private final ByteSource[] parts;

  /** Where each part begins, and the end of the last. */
  private final long[] starts;

  /**
   * @param parts none of them empty, together less than 2^63 bytes
   */
  public JoinedDisk(String description, List<ByteSource> parts) {
    this.description = description;
    this.parts = parts.toArray(ByteSource[]::new);
    this.starts = new long[this.parts.length + 1];
    for (int i = 0; i < this.parts.length; i++) {
      starts[i + 1] = Math.addExact(starts[i], this.parts[i].size());
    }
  }

  @Override
  public long size() {
    return starts[parts.length];
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(this, offset, length);
    int done = 0;
    while (done < length) {
      long at = offset + done;
      int part = partAt(at);
      int n = (int) Math.min(length - done, starts[part + 1] - at);
      parts[part].read(at - starts[part], target, targetOffset + done, n);
      done += n;
    }
  }

  private int partAt(long offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found : -found - 2;
  }

  @Override
  public long nextData(long offset) throws IOException {
    long at = offset;
    while (at < size()) {
      int part = partAt(at);
      at = starts[part] + parts[part].nextData(at - starts[part]);
      if (at < starts[part + 1]) {
        return at;
      }
    }
    return size();
  }

  @Override
  public long nextHole(long offset) throws IOException {
    long at = offset;
    while (at < size()) {
      int part = partAt(at);
      at = starts[part] + parts[part].nextHole(at - starts[part]);
      if (at < starts[part + 1]) {
        return at;
      }
    }
    return size();
  }

  @Override
  public void close() {}
}
