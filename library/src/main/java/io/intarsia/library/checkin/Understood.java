package io.intarsia.library.checkin;

import org.jspecify.annotations.Nullable;

/**
 * What was made of one partition.
 *
 * @param disk name of the disk: {@code d0}
 * @param partition name of the partition: {@code p1}; {@code p0} is a whole disk without a table
 * @param filesystem type by its signature, or null when nothing is known
 * @param files regular files whose contents are stored as such
 * @param problem why it was not, or not wholly, understood; null when it was
 */
public record Understood(
    String disk,
    String partition,
    @Nullable String filesystem,
    long files,
    @Nullable String problem) {}
