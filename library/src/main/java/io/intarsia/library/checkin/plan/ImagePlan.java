package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.partition.PartitionTable;
import io.intarsia.library.record.Dropped;
import java.util.List;

/**
 * Who owns which bytes of an image's disks. All offsets are those of one address space, in which
 * the disks stand one after the other.
 *
 * @param bytes the bytes to be stored; where some are dropped, zeros stand in their place
 * @param disks in order; they cover the address space
 * @param places partitions in the order of their tables, then volumes, then file systems in files
 * @param contents regular files whose bytes are stored as contents
 * @param owned ranges that belong to contents
 * @param dropped what {@code bytes} hides
 * @param droppedBytes bytes that it hides, without holes
 */
public record ImagePlan(
    ByteSource bytes,
    List<Disk> disks,
    List<PlacePlan> places,
    Contents contents,
    OwnedRanges owned,
    List<Dropped> dropped,
    long droppedBytes) {
  public ImagePlan {
    disks = List.copyOf(disks);
    places = List.copyOf(places);
    dropped = List.copyOf(dropped);
  }

  /**
   * A disk.
   *
   * @param start where it begins in the address space
   */
  public record Disk(long start, long size, PartitionTable table) {
    public long end() {
      return start + size;
    }
  }
}
