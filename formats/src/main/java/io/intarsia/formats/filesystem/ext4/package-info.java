/**
 * Reader of ext2, ext3 and ext4.
 *
 * <p>Specification: <a href="https://docs.kernel.org/filesystems/ext4/">ext4 Data Structures and
 * Algorithms</a>; for the journal's recovery, what {@code fs/jbd2/recovery.c} of Linux does.
 *
 * <table>
 * <caption>What is read</caption>
 * <tr><td>maps</td><td>extents, indirect blocks, inline data (with zeros behind them up to the
 *   file's size); block sizes 1 KiB to 64 KiB, bigalloc</td></tr>
 * <tr><td>groups</td><td>flex_bg, meta_bg, sparse_super, sparse_super2, 64bit, uninitialised
 *   groups</td></tr>
 * <tr><td>directories</td><td>linear, hashed (read linearly, dir_index and large_dir), inline,
 *   casefold</td></tr>
 * <tr><td>attributes</td><td>in the inode, in a block, in inodes (ea_inode); POSIX ACLs keep the form
 *   that they have on disk</td></tr>
 * <tr><td>journal</td><td>replayed in memory when needs_recovery is set: tags of all versions, 64bit,
 *   checksums of all versions, revocations</td></tr>
 * <tr><td>checksums</td><td>superblock, journal, group descriptors and block bitmaps; the latter two
 *   only for free space</td></tr>
 * </table>
 *
 * <table>
 * <caption>What is not supported</caption>
 * <tr><td>compression, dirdata</td><td>refused, as Linux does</td></tr>
 * <tr><td>external journals</td><td>read without replaying, with a note; free space is refused</td></tr>
 * <tr><td>fast commits</td><td>read without applying them, with a note; free space is refused where
 *   the journal needs recovery and the file system has the feature</td></tr>
 * <tr><td>encryption</td><td>contents, names and link targets come out as ciphertext; a name that
 *   holds a zero byte or a slash comes in base64url</td></tr>
 * <tr><td>backup superblocks</td><td>not tried when the first superblock is damaged</td></tr>
 * <tr><td>checksums of inodes, directories, extent blocks, attributes</td><td>not verified</td></tr>
 * <tr><td>hidden attributes</td><td>system.data and the encryption context are not listed</td></tr>
 * <tr><td>orphans</td><td>not truncated or deleted; no name leads to those that would vanish</td></tr>
 * </table>
 */
@NullMarked
package io.intarsia.formats.filesystem.ext4;

import org.jspecify.annotations.NullMarked;
