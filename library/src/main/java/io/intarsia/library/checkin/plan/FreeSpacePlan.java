package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.OutOfRangeException;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.partition.Partition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the blocks that may become zeros: those that a sound allocation map calls free, of file
 * systems that were understood without problems, that overlap no other partition, and whose map
 * agrees with the files that were found.
 */
final class FreeSpacePlan {
  private final List<PartitionPlan> partitions;
  private final OwnedRanges owned;
  private final HiddenRanges hidden;

  FreeSpacePlan(List<PartitionPlan> partitions, OwnedRanges owned, HiddenRanges hidden) {
    this.partitions = partitions;
    this.owned = owned;
    this.hidden = hidden;
  }

  /**
   * Replaces each partition's plan whose free space is kept for a reason by one that says the
   * reason.
   */
  void collect() throws IOException {
    List<PartitionPlan> inOrder = new ArrayList<>(partitions);
    inOrder.sort((a, b) -> Long.compare(a.partition().offset(), b.partition().offset()));
    for (PartitionPlan plan : inOrder) {
      PartitionPlan.FilePlan files = plan.files();
      if (files == null) {
        continue;
      }
      int before = hidden.size();
      String reason = null;
      try {
        requireSound(plan);
        files.fileSystem().freeSpace((from, length) -> hide(plan.partition(), from, length));
      } catch (MalformedException | UnsupportedException | OutOfRangeException e) {
        hidden.truncate(before);
        reason = "free space kept: " + e.getMessage();
      }
      if (reason != null) {
        String problem = plan.problem() == null ? reason : plan.problem() + "; " + reason;
        partitions.set(
            partitions.indexOf(plan),
            new PartitionPlan(plan.partition(), plan.signature(), files, problem));
      }
    }
  }

  private void requireSound(PartitionPlan plan) throws MalformedException {
    Partition mine = plan.partition();
    if (plan.problem() != null) {
      throw new MalformedException(mine.name(), "the file system was not read in full");
    }
    for (PartitionPlan other : partitions) {
      Partition their = other.partition();
      boolean apart =
          their.offset() >= mine.offset() + mine.length()
              || mine.offset() >= their.offset() + their.length();
      if (!other.equals(plan) && !apart) {
        throw new MalformedException(mine.name(), "it overlaps " + their.name());
      }
    }
  }

  private void hide(Partition partition, long from, long length) throws MalformedException {
    long start = partition.offset() + from;
    if (!Ranges.fits(from, length, partition.length()) || start < hidden.lastEnd()) {
      throw new MalformedException(partition.name(), "its allocation map is not in order");
    }
    int next = owned.firstEndingAfter(start);
    if (next < owned.size() && owned.disk(next) < start + length) {
      throw new MalformedException(
          partition.name(), "its allocation map calls a file's blocks free");
    }
    hidden.add(start, start + length);
  }
}
