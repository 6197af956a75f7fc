package io.intarsia.formats.filesystem.ntfs;

import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.util.Arrays;

/**
 * Where the clusters of an attribute are: runs of virtual clusters (VCN) without gaps from 0, each
 * in clusters of the volume (LCN) or nowhere (sparse).
 */
final class Runs {
  /** At 16 bytes each, 32 MiB. */
  static final int MAX_RUNS = 2 << 20;

  /** The place of a run that has none. */
  static final long SPARSE = -1;

  private final Volume volume;
  private final long maxVcn;
  private int count;
  private long[] ends = new long[4];
  private long[] places = new long[4];
  private long allocated;

  Runs(Volume volume) {
    this.volume = volume;
    this.maxVcn = Long.MAX_VALUE / volume.clusterSize();
  }

  /** The runs of one piece alone, numbered as if it were the first. */
  static Runs ofPiece(Volume volume, Attribute piece)
      throws MalformedException, UnsupportedException {
    Runs runs = new Runs(volume);
    runs.decode(piece);
    return runs;
  }

  /** Appends the runs of the next piece of the attribute (mapping pairs). */
  void append(Attribute piece) throws MalformedException, UnsupportedException {
    if (piece.isResident() || piece.lowestVcn() != end()) {
      throw volume.malformed("pieces of an attribute do not follow each other");
    }
    decode(piece);
    // An attribute without clusters may say either -1 or 0.
    if (piece.highestVcn() != end() - 1 && piece.highestVcn() != 0) {
      throw volume.malformed("runs that end before their attribute says");
    }
  }

  private void decode(Attribute piece) throws MalformedException, UnsupportedException {
    byte[] bytes = piece.record();
    int at = piece.runsAt();
    long place = 0;
    while (at < piece.end() && bytes[at] != 0) {
      int lengthBytes = bytes[at] & 0xF;
      int placeBytes = (bytes[at] >> 4) & 0xF;
      int next = at + 1 + lengthBytes + placeBytes;
      if (lengthBytes == 0 || lengthBytes > 8 || placeBytes > 8 || next > piece.end()) {
        throw volume.malformed("a run that does not fit its attribute");
      }
      long length = signed(bytes, at + 1, lengthBytes);
      place += signed(bytes, at + 1 + lengthBytes, placeBytes);
      add(length, placeBytes == 0 ? SPARSE : place);
      at = next;
    }
  }

  private static long signed(byte[] bytes, int at, int length) {
    if (length == 0) {
      return 0;
    }
    long value = bytes[at + length - 1];
    for (int i = at + length - 2; i >= at; i--) {
      value = (value << 8) | (bytes[i] & 0xFF);
    }
    return value;
  }

  private void add(long length, long place) throws MalformedException, UnsupportedException {
    if (length <= 0 || length > maxVcn - end()) {
      throw volume.malformed("a run of " + length + " clusters");
    }
    if (place != SPARSE) {
      allocated += length;
      // No attribute has more clusters than the volume, or what reads it could take for ever.
      if (!volume.holds(place, length) || !volume.holds(0, allocated)) {
        throw volume.malformed("clusters " + place + "+" + length + " outside the volume");
      }
    }
    if (count > 0 && joins(place)) {
      ends[count - 1] += length;
      return;
    }
    if (count == MAX_RUNS) {
      throw volume.unsupported("an attribute of more than " + MAX_RUNS + " runs");
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
      places = Arrays.copyOf(places, 2 * count);
    }
    ends[count] = end() + length;
    places[count] = place;
    count++;
  }

  private boolean joins(long place) {
    long last = places[count - 1];
    return place == SPARSE ? last == SPARSE : last != SPARSE && last + length(count - 1) == place;
  }

  int count() {
    return count;
  }

  /** One past the last virtual cluster. */
  long end() {
    return count == 0 ? 0 : ends[count - 1];
  }

  /** First virtual cluster of a run. */
  long start(int run) {
    return run == 0 ? 0 : ends[run - 1];
  }

  long end(int run) {
    return ends[run];
  }

  long length(int run) {
    return end(run) - start(run);
  }

  /** First cluster of a run in the volume, or {@link #SPARSE}. */
  long place(int run) {
    return places[run];
  }

  /** Clusters that are not sparse. */
  long allocated() {
    return allocated;
  }

  /** The run that holds a virtual cluster; {@link #count} when none does. */
  int runOf(long vcn) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] > vcn) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
