/**
 * What formats that map a disk in blocks share. Reading: a {@link
 * io.intarsia.formats.image.mapped.DiskMap} says where a place of the disk lies, and {@link
 * io.intarsia.formats.image.mapped.MappedDisk} makes a disk with holes of it. Writing: {@link
 * io.intarsia.formats.image.mapped.DataBlocks} are announced first, so that a {@link
 * io.intarsia.formats.image.mapped.BlockWriter} knows the place of each.
 */
@NullMarked
package io.intarsia.formats.image.mapped;

import org.jspecify.annotations.NullMarked;
