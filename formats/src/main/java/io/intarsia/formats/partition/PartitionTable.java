package io.intarsia.formats.partition;

import java.util.List;

/**
 * What a disk's partition table says.
 *
 * @param scheme {@code gpt}, {@code mbr} or {@code none}
 * @param partitions by offset; with scheme {@code none} the one partition 0 that covers the disk
 *     (none for an empty disk)
 * @param problems what was wrong with the table, one sentence each; empty for a sound one
 */
public record PartitionTable(String scheme, List<Partition> partitions, List<String> problems) {
  public PartitionTable {
    partitions = List.copyOf(partitions);
    problems = List.copyOf(problems);
  }
}
