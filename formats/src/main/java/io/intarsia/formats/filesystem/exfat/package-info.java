/**
 * Reader of exFAT.
 *
 * <p>Specification: <a
 * href="https://learn.microsoft.com/windows/win32/fileio/exfat-specification">exFAT file system
 * specification</a>; where it is silent, what {@code fs/exfat} of Linux does with default options
 * and a umask of 022.
 *
 * <table>
 * <caption>What is read</caption>
 * <tr><td>boot regions</td><td>the main one, or the backup when the main one's checksum or fields are
 *   wrong; sectors of 512 to 4096 bytes, clusters of up to 32 MiB</td></tr>
 * <tr><td>files</td><td>with chains in the FAT and without (NoFatChain); what lies past the valid data
 *   length is zeros</td></tr>
 * <tr><td>directories</td><td>sets of entries whose checksum is right; another set is an error of its
 *   own. A directory in clusters that count as free is one, too</td></tr>
 * <tr><td>attributes</td><td>owner 0, mode 0755, read-only files 0555; directories stay 0755</td></tr>
 * <tr><td>times</td><td>of last change, to 10 ms, with their offset from UTC; without a valid one as
 *   UTC. The root's is 0</td></tr>
 * <tr><td>names</td><td>UTF-8; a lone surrogate takes three bytes</td></tr>
 * <tr><td>free space</td><td>of the allocation bitmap, when the main boot region and the up-case table
 *   have their checksums, and the volume is clean and whole</td></tr>
 * </table>
 *
 * <p>Memory: at most 9 MiB for what was read last, 24 MiB for the clusters of a million
 * directories, 128 KiB for the up-case table while it is checked, and 24 bytes for each piece of an
 * opened file and of the bitmap.
 *
 * <table>
 * <caption>What is not supported</caption>
 * <tr><td>two FATs (TexFAT)</td><td>the active FAT and bitmap are read; free space is refused</td></tr>
 * <tr><td>damaged name of the file system in the main boot sector</td><td>not recognised, though the
 *   backup may be sound</td></tr>
 * <tr><td>volume GUID, vendor extensions, access control</td><td>ignored</td></tr>
 * <tr><td>files that have the same clusters</td><td>read, until links were followed 256 times as often
 *   as there are clusters since the volume was opened</td></tr>
 * <tr><td>clusters that several directories have</td><td>listed for the first of them; an error of
 *   the others</td></tr>
 * <tr><td>directories of more than 256 MiB</td><td>refused, as the specification says</td></tr>
 * </table>
 */
@NullMarked
package io.intarsia.formats.filesystem.exfat;

import org.jspecify.annotations.NullMarked;
