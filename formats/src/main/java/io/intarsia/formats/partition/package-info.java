/** Partition tables: from a disk to the ranges of its partitions. */
@NullMarked
package io.intarsia.formats.partition;

import org.jspecify.annotations.NullMarked;
