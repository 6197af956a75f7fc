/**
 * VMware's VMDK (Virtual Disk Format 5.0 by VMware): reading and writing.
 *
 * <pre>
 *   sparse extent      header, perhaps a descriptor, grain directories, grain tables, grains
 *   streamOptimized    the same with compressed grains behind markers, the directory in a footer
 *   descriptor file    a text that names files with the extents of the disk
 * </pre>
 *
 * <p>Read: monolithicSparse, streamOptimized, monolithicFlat, twoGbMaxExtentSparse and
 * twoGbMaxExtentFlat, vmfs (flat), zeroed grains, extents of zeros, parents. Files that a
 * descriptor or a parent hint names are opened only when the caller allowed them. Where a grain
 * directory or a grain table is damaged, the redundant one is used, and a note says so. Refused by
 * name: ESX sparse extents (COWD), SESPARSE, raw device extents, other compression than deflate.
 *
 * <p>A structure that is wrong is an error where it is met: nothing unreadable ever reads as zeros.
 * Memory: 1 MiB of grain tables, 8 MiB of grains, a descriptor of at most 1 MiB.
 *
 * <p>Written: monolithicSparse, and streamOptimized in disk order; grains of 64 KiB.
 */
@NullMarked
package io.intarsia.formats.image.vmdk;

import org.jspecify.annotations.NullMarked;
