/**
 * Reader of XFS, versions 4 and 5.
 *
 * <p>Specification: <a
 * href="https://mirrors.edge.kernel.org/pub/linux/utils/fs/xfs/docs/xfs_filesystem_structure.pdf">XFS
 * Algorithms and Data Structures</a>; for what is newer, {@code fs/xfs/libxfs/xfs_format.h} of
 * Linux; for the end of the log, what {@code fs/xfs/xfs_log_recover.c} does.
 *
 * <table>
 * <caption>What is read</caption>
 * <tr><td>geometry</td><td>blocks 512 bytes to 64 KiB, directory blocks up to 64 KiB, sectors up to
 *   32 KiB, inodes 256 bytes to 2 KiB, 64-bit inode numbers, any number of allocation groups</td></tr>
 * <tr><td>inodes</td><td>versions 1 to 3, bigtime, nrext64, sparse chunks</td></tr>
 * <tr><td>files</td><td>extents in the inode and in B+trees, holes, unwritten extents, shared
 *   blocks, inline data</td></tr>
 * <tr><td>directories</td><td>in the inode, in one block, in many (their index is not needed), with
 *   and without file types</td></tr>
 * <tr><td>links</td><td>in the inode and in blocks</td></tr>
 * <tr><td>attributes</td><td>in the inode, in leaves and trees, values in blocks; POSIX ACLs take the
 *   form that ext4 has on disk</td></tr>
 * <tr><td>checksums</td><td>of version 5, with UUID, place and owner: superblock, inodes, B+trees of
 *   extents, directories, links, attributes and their values; for free space also headers and trees
 *   of the allocation groups</td></tr>
 * <tr><td>free space</td><td>both B+trees, which must agree with each other, with the counts in the
 *   headers, and with where headers, trees, reserves, inodes and log are</td></tr>
 * </table>
 *
 * <table>
 * <caption>What is not supported</caption>
 * <tr><td>the log</td><td>not replayed: where its end does not say that the file system was
 *   unmounted, the file system is read as it stands, with a note; free space is refused. So it is
 *   where the log is on another device</td></tr>
 * <tr><td>realtime</td><td>files whose data are on a realtime device are refused one by one; metadata
 *   directories and zoned devices are refused</td></tr>
 * <tr><td>versions 1 to 3, directories of version 1</td><td>refused, as Linux does</td></tr>
 * <tr><td>other superblocks</td><td>not tried when the first is damaged</td></tr>
 * <tr><td>project numbers, parent pointers, {@code trusted.SGI_ACL_*}</td><td>not listed</td></tr>
 * </table>
 *
 * <p>Memory: 20 MiB of cached metadata per file system; up to 96 MiB for the map of one open file,
 * 32 MiB for the blocks in use of one allocation group while free space is looked for, 16 MiB for
 * the attributes of one inode. A file that shares blocks may be up to 16 times as large as the file
 * system.
 */
@NullMarked
package io.intarsia.formats.filesystem.xfs;

import org.jspecify.annotations.NullMarked;
