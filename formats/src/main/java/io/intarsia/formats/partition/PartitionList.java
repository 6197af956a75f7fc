package io.intarsia.formats.partition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects a table's entries: cuts them to the disk, and notes what is wrong with them. */
final class PartitionList {
  private final long diskSize;
  private final List<Partition> partitions = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  PartitionList(long diskSize) {
    this.diskSize = diskSize;
  }

  void problem(String sentence) {
    problems.add(sentence);
  }

  /**
   * Adds an entry; offset and length in bytes, not negative, their sum may exceed the disk but not
   * a long.
   */
  void add(
      int number,
      long offset,
      long length,
      String type,
      @Nullable String uuid,
      @Nullable String label) {
    long end = offset + length;
    if (offset >= diskSize) {
      problem("Partition " + number + " lies beyond the end of the disk and was left out.");
      return;
    }
    if (end > diskSize) {
      problem("Partition " + number + " ends beyond the end of the disk and was cut there.");
      end = diskSize;
    }
    if (end > offset) {
      partitions.add(new Partition(number, offset, end - offset, type, uuid, label));
    }
  }

  PartitionTable toTable(String scheme) {
    partitions.sort(
        Comparator.comparingLong(Partition::offset).thenComparingInt(Partition::number));
    noteOverlaps();
    return new PartitionTable(scheme, partitions, problems);
  }

  private void noteOverlaps() {
    Partition furthest = null;
    for (Partition partition : partitions) {
      if (furthest != null && partition.offset() < furthest.offset() + furthest.length()) {
        problem("Partitions " + furthest.number() + " and " + partition.number() + " overlap.");
      }
      if (furthest == null
          || partition.offset() + partition.length() > furthest.offset() + furthest.length()) {
        furthest = partition;
      }
    }
  }
}
