package io.intarsia.formats.image.mapped;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.HoleCache;
import io.intarsia.bytes.Ranges;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A disk by its map. Closing it closes nothing. Safe for use by several threads. */
public final class MappedDisk implements ByteSource {
  private final String description;
  private final long size;
  private final DiskMap map;
  private final @Nullable ByteSource parent;
  private final HoleCache holes;

  /**
   * @param parent what is below; where it is shorter, it goes on with zeros
   */
  public MappedDisk(String description, long size, DiskMap map, @Nullable ByteSource parent) {
    this.description = description;
    this.size = size;
    this.map = map;
    this.parent = parent;
    this.holes = new HoleCache(size, this::findRun);
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
    int done = 0;
    while (done < length) {
      long at = offset + done;
      int to = targetOffset + done;
      Mapping run = map.at(at, length - done);
      int n = (int) run.length();
      switch (run) {
        case Mapping.Stored stored -> stored.source().read(stored.place(), target, to, n);
        case Mapping.Packed packed -> packed.blocks().read(packed.place(), at, target, to, n);
        case Mapping.Zero _ -> Arrays.fill(target, to, to + n, (byte) 0);
        case Mapping.Absent _ -> readParent(at, target, to, n);
      }
      done += n;
    }
  }

  private void readParent(long offset, byte[] target, int targetOffset, int length)
      throws IOException {
    int below = 0;
    if (parent != null && offset < parent.size()) {
      below = (int) Math.min(length, parent.size() - offset);
      parent.read(offset, target, targetOffset, below);
    }
    Arrays.fill(target, targetOffset + below, targetOffset + length, (byte) 0);
  }

  @Override
  public long nextData(long offset) throws IOException {
    return holes.nextData(offset);
  }

  @Override
  public long nextHole(long offset) throws IOException {
    return holes.nextHole(offset);
  }

  private HoleCache.Run findRun(long offset) throws IOException {
    long end = offset;
    boolean hole = false;
    while (end < size) {
      Mapping mapping = map.at(end, size - end);
      HoleCache.Run part = part(end, mapping);
      if (end > offset && part.hole() != hole) {
        break;
      }
      hole = part.hole();
      end = part.end();
      if (end < part.start() + mapping.length()) {
        break;
      }
    }
    return new HoleCache.Run(offset, end, hole);
  }

  /** The beginning of a mapping that is all hole or all data. */
  private HoleCache.Run part(long offset, Mapping mapping) throws IOException {
    long end = offset + mapping.length();
    return switch (mapping) {
      case Mapping.Packed _ -> new HoleCache.Run(offset, end, false);
      case Mapping.Zero _ -> new HoleCache.Run(offset, end, true);
      case Mapping.Stored stored -> partOf(stored.source(), stored.place() - offset, offset, end);
      case Mapping.Absent _ ->
          parent == null || offset >= parent.size()
              ? new HoleCache.Run(offset, end, true)
              : partOf(parent, 0, offset, Math.min(end, parent.size()));
    };
  }

  /** The same by what another source knows, where the bytes stand {@code shift} bytes later. */
  private static HoleCache.Run partOf(ByteSource source, long shift, long offset, long end)
      throws IOException {
    long firstData = source.nextData(offset + shift) - shift;
    if (firstData > offset) {
      return new HoleCache.Run(offset, Math.min(end, firstData), true);
    }
    long firstHole = source.nextHole(offset + shift) - shift;
    return new HoleCache.Run(offset, Math.min(end, firstHole), false);
  }

  /** Nothing of its own to close. */
  @Override
  public void close() {}
}
