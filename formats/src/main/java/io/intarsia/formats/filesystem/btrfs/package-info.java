/**
 * Reader of btrfs on one device.
 *
 * <p>Specification: <a
 * href="https://btrfs.readthedocs.io/en/latest/dev/On-disk-format.html">On-disk Format</a> and
 * {@code include/uapi/linux/btrfs_tree.h} of Linux.
 *
 * <p>What is seen is what a mount of the top level ({@code subvolid=5}) shows: subvolumes and
 * snapshots are directories below it. A snapshot keeps the entries of subvolumes that stand in its
 * original only; they are seen as empty directories, as in Linux.
 *
 * <table>
 * <caption>What is read</caption>
 * <tr><td>superblocks</td><td>the first, or the newest valid mirror</td></tr>
 * <tr><td>chunks</td><td>SINGLE, DUP, and RAID0 of one stripe; a tree block whose first copy is damaged
 *   is read from the second</td></tr>
 * <tr><td>trees</td><td>nodes and sectors of 4 to 64 KiB, mixed block groups, block-group tree; every
 *   block is verified (checksum, UUID, address, generation, level, order and range of keys)</td></tr>
 * <tr><td>checksums</td><td>CRC-32C, XXH64, SHA-256</td></tr>
 * <tr><td>files</td><td>inline, regular, preallocated extents, holes with and without items; zlib, LZO and
 *   zstd</td></tr>
 * <tr><td>attributes</td><td>all; POSIX ACLs have the form of {@code getfattr} on disk</td></tr>
 * <tr><td>free space</td><td>from the extent tree; only when block groups, chunks, parts of the device and
 *   the superblock agree with it. Old trees that the superblock's backup roots name may lie there</td></tr>
 * </table>
 *
 * <table>
 * <caption>What is not supported</caption>
 * <tr><td>several devices, other profiles</td><td>refused by name</td></tr>
 * <tr><td>zoned, extent-tree-v2, raid-stripe-tree, remap-tree, metadumps</td><td>refused by name</td></tr>
 * <tr><td>the log</td><td>not replayed, with a note; free space is refused</td></tr>
 * <tr><td>BLAKE2b</td><td>not verified, with a note; free space is refused</td></tr>
 * <tr><td>checksums of data</td><td>not verified; of DUP data the first copy is read</td></tr>
 * <tr><td>encrypted extents</td><td>refused by file</td></tr>
 * <tr><td>birth times, inode flags, quotas, verity</td><td>not shown</td></tr>
 * </table>
 *
 * <p>Memory that a file system takes: tree blocks 32 MiB, chunks 10 MiB (at most 2^18), subvolumes
 * 12 MiB (at most 2^16), decompressed extents 2 MiB.
 */
@NullMarked
package io.intarsia.formats.filesystem.btrfs;

import org.jspecify.annotations.NullMarked;
