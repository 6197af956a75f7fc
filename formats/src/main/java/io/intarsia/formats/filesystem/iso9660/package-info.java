/**
 * Reader of ISO 9660.
 *
 * <p>Specifications: <a
 * href="https://ecma-international.org/publications-and-standards/standards/ecma-119/">ECMA-119</a>,
 * SUSP 1.12 and Rock Ridge 1.12 (IEEE P1281, P1282), Joliet, El Torito, zisofs; where they leave a
 * choice, what {@code fs/isofs} of Linux does with default options.
 *
 * <table>
 * <caption>What is read</caption>
 * <tr><td>trees</td><td>Rock Ridge, else Joliet, else plain names: in lower case, without {@code ;1};
 *   of the last session that can be found</td></tr>
 * <tr><td>Rock Ridge</td><td>SP, CE, ST, PX, PN, NM, SL, TF, CL, RE; directories that were moved are
 *   shown at their place only</td></tr>
 * <tr><td>files</td><td>of several extents; zisofs of version 1 with blocks of 32 to 128 KiB</td></tr>
 * <tr><td>attributes</td><td>without Rock Ridge owner 0 and mode 0555; a directory's own are those of
 *   its record of itself; hard links are files of their own</td></tr>
 * <tr><td>boot</td><td>an El Torito catalog is noted; its images are not listed</td></tr>
 * <tr><td>uuid</td><td>the volume's time of modification, else creation, as {@code blkid} shows
 *   it</td></tr>
 * </table>
 *
 * <p>An inode's number is the place of its first record in bytes; a directory's is that of its
 * record of itself, so that a directory of two names is one.
 *
 * <p>Memory: at most 12 MiB for what was read last, 24 MiB for the blocks of directories, 256 KiB a
 * block of zisofs, 24 bytes for each extent of an opened file.
 *
 * <table>
 * <caption>What is not supported</caption>
 * <tr><td>blocks other than 2048 bytes, High Sierra</td><td>refused, or not recognised</td></tr>
 * <tr><td>interleaved files, sparse files (SF), zisofs 2</td><td>refused file by file</td></tr>
 * <tr><td>blocks that several directories have</td><td>listed for the first of them; an error of the
 *   others</td></tr>
 * <tr><td>associated files</td><td>not shown, as in Linux</td></tr>
 * <tr><td>AAIP attributes and access lists, extended attribute records</td><td>ignored</td></tr>
 * <tr><td>free space</td><td>there is no allocation map</td></tr>
 * </table>
 */
@NullMarked
package io.intarsia.formats.filesystem.iso9660;

import org.jspecify.annotations.NullMarked;
