package io.intarsia.formats.partition;

import io.intarsia.bytes.Ranges;
import java.io.IOException;
import java.util.List;

/**
 * Where the bytes of a partition or volume lie: ascending segments that cover it, each a run of
 * bytes or stripes over several. Places are offsets in one address space: a disk, or all disks of
 * an image one after the other.
 */
public final class VolumeMap {
  private final List<Segment> segments;
  private final long size;

  /**
   * A part of a volume.
   *
   * @param start first byte in the volume
   * @param length in bytes, positive
   * @param stripeBytes bytes that lie in one area before the next area follows; of no meaning for
   *     one area
   * @param areas where each stripe's bytes begin; they lie there without gaps
   */
  public record Segment(long start, long length, long stripeBytes, List<Long> areas) {
    public Segment {
      areas = List.copyOf(areas);
    }

    /** Bytes that lie in each area: all of them, or their share. */
    public long areaBytes() {
      return length / areas.size();
    }
  }

  /** Bytes in one piece, and where they lie. */
  record Run(long place, long length) {}

  /** Takes the places of a range, in order of the volume. */
  @FunctionalInterface
  public interface PlaceVisitor {
    /**
     * A run of bytes.
     *
     * @param from first byte in the volume
     * @param place first byte in the address space
     */
    void place(long from, long place, long length) throws IOException;
  }

  /**
   * Makes a map.
   *
   * @param segments ascending, each beginning where the one before ends, the first at 0
   */
  public VolumeMap(List<Segment> segments) {
    this.segments = List.copyOf(segments);
    long end = 0;
    for (Segment segment : this.segments) {
      if (segment.start() != end || segment.length() <= 0 || segment.areas().isEmpty()) {
        throw new IllegalArgumentException("segments leave a gap at " + end);
      }
      end += segment.length();
    }
    this.size = end;
  }

  /** The map of a partition: one run of bytes. */
  public static VolumeMap of(long place, long length) {
    return length == 0
        ? new VolumeMap(List.of())
        : new VolumeMap(List.of(new Segment(0, length, length, List.of(place))));
  }

  public List<Segment> segments() {
    return segments;
  }

  /** Bytes of the volume. */
  public long size() {
    return size;
  }

  /** Whether all bytes lie in one run; not so for a volume without bytes. */
  public boolean isContiguous() {
    return segments.size() == 1 && segments.getFirst().areas().size() == 1;
  }

  /**
   * Visits the places of {@code [offset, offset + length)}.
   *
   * @throws IllegalArgumentException when the range does not lie inside the volume
   */
  public void visit(long offset, long length, PlaceVisitor visitor) throws IOException {
    if (!Ranges.fits(offset, length, size)) {
      throw new IllegalArgumentException("a range outside the volume");
    }
    long end = offset + length;
    long pos = offset;
    while (pos < end) {
      Run run = runAt(pos);
      long bytes = Math.min(run.length(), end - pos);
      visitor.place(pos, run.place(), bytes);
      pos += bytes;
    }
  }

  /**
   * The bytes that begin at an offset and lie in one piece.
   *
   * @param offset less than the volume's size
   */
  Run runAt(long offset) {
    Segment segment = segments.get(segmentAt(offset));
    long within = offset - segment.start();
    int areas = segment.areas().size();
    if (areas == 1) {
      return new Run(segment.areas().getFirst() + within, segment.length() - within);
    }
    long unit = within / segment.stripeBytes();
    long inUnit = within % segment.stripeBytes();
    long area = segment.areas().get((int) (unit % areas));
    return new Run(
        area + unit / areas * segment.stripeBytes() + inUnit,
        Math.min(segment.length() - within, segment.stripeBytes() - inUnit));
  }

  private int segmentAt(long offset) {
    int low = 0;
    int high = segments.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      Segment segment = segments.get(middle);
      if (segment.start() + segment.length() > offset) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
