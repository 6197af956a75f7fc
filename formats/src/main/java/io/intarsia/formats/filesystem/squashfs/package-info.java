/**
 * Reader of squashfs.
 *
 * <p>Specification: <a href="https://docs.kernel.org/filesystems/squashfs.html">Squashfs 4.0
 * Filesystem</a>, and the structures of {@code fs/squashfs/squashfs_fs.h} of Linux.
 *
 * <table>
 * <caption>What is read</caption>
 * <tr><td>versions</td><td>4.0, little-endian</td></tr>
 * <tr><td>compression</td><td>gzip, lzma, lzo, xz, lz4, zstd, with any options; what is stored
 *   uncompressed; blocks of 4 KiB to 1 MiB</td></tr>
 * <tr><td>inodes</td><td>all fourteen types, basic and extended</td></tr>
 * <tr><td>files</td><td>blocks, sparse blocks, fragments; blocks and fragments that are stored
 *   uncompressed are in place</td></tr>
 * <tr><td>directories</td><td>read in full; their index is not needed for that</td></tr>
 * <tr><td>attributes</td><td>inline and out of line</td></tr>
 * </table>
 *
 * <table>
 * <caption>What is not supported</caption>
 * <tr><td>versions 1 to 3, big-endian ones included</td><td>version 3 and below is refused by
 *   number, big-endian is not recognised</td></tr>
 * <tr><td>free space</td><td>there is no allocation map: a squashfs has none</td></tr>
 * <tr><td>checksums</td><td>the format has none, but for those inside of xz</td></tr>
 * <tr><td>the export table</td><td>not needed: inodes are found by their place</td></tr>
 * </table>
 *
 * <p>An inode's number is its <em>reference</em>, which directories name it by: position of its
 * metadata block times 65536, plus its place inside the block. The number that the inode itself
 * holds is not used.
 *
 * <p>Bounds: 16 MiB of metadata blocks, 16 MiB of data blocks and 16 MiB of fragment blocks are
 * kept; the list of blocks of an open file takes up to 16 MiB, and the lists of four files are
 * kept. No block decompresses to more than 1 MiB, and xz may take 16 MiB for doing that.
 */
@NullMarked
package io.intarsia.formats.filesystem.squashfs;

import org.jspecify.annotations.NullMarked;
