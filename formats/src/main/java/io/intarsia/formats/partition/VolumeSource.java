package io.intarsia.formats.partition;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import java.io.IOException;

/** A volume's bytes, read from the address space where its map says that they lie. */
public final class VolumeSource implements ByteSource {
  private final ByteSource space;
  private final String description;
  private final VolumeMap map;

  /**
   * @param space what the map's places lie in; stays open when this is closed
   * @param name of the volume, appended to the description
   */
  private VolumeSource(ByteSource space, String name, VolumeMap map) {
    this.space = space;
    this.description = space.description() + " > " + name;
    this.map = map;
  }

  /**
   * Opens a volume.
   *
   * @param space what the map's places lie in; stays open when the volume is closed
   * @param name of the volume, appended to the description
   * @throws io.intarsia.bytes.OutOfRangeException when the map leaves the space
   */
  public static ByteSource open(ByteSource space, String name, VolumeMap map) throws IOException {
    for (VolumeMap.Segment segment : map.segments()) {
      for (long area : segment.areas()) {
        Ranges.check(space, area, segment.areaBytes());
      }
    }
    return map.isContiguous()
        ? space.slice(name, map.runAt(0).place(), map.size())
        : new VolumeSource(space, name, map);
  }

  @Override
  public long size() {
    return map.size();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void read(long offset, byte[] target, int targetOffset, int length) throws IOException {
    Ranges.check(this, offset, length);
    map.visit(
        offset,
        length,
        (from, place, bytes) ->
            space.read(place, target, targetOffset + (int) (from - offset), (int) bytes));
  }

  @Override
  public long nextData(long offset) throws IOException {
    for (long pos = offset; pos < size(); ) {
      VolumeMap.Run run = map.runAt(pos);
      long data = space.nextData(run.place());
      if (data < run.place() + run.length()) {
        return pos + (data - run.place());
      }
      pos += run.length();
    }
    return size();
  }

  @Override
  public long nextHole(long offset) throws IOException {
    for (long pos = offset; pos < size(); ) {
      VolumeMap.Run run = map.runAt(pos);
      long hole = space.nextHole(run.place());
      if (hole < run.place() + run.length()) {
        return pos + (hole - run.place());
      }
      pos += run.length();
    }
    return size();
  }

  @Override
  public void close() {}
}
