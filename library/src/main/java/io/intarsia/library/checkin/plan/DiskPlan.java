package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.partition.PartitionTable;
import java.util.List;

/**
 * Who owns which bytes of a disk.
 *
 * @param disk the bytes to be stored; with unused blocks dropped, zeros stand in their place
 * @param partitions in the order of the table
 * @param contents regular files whose bytes are stored as contents
 * @param owned disk ranges that belong to contents
 * @param droppedBytes bytes of unused blocks that {@code disk} hides, without holes
 */
public record DiskPlan(
    ByteSource disk,
    PartitionTable table,
    List<PartitionPlan> partitions,
    Contents contents,
    OwnedRanges owned,
    long droppedBytes) {}
