/**
 * Reader of FAT12, FAT16 and FAT32 with long names.
 *
 * <p>Specification: <a
 * href="https://download.microsoft.com/download/1/6/1/161ba512-40e2-4cc9-843a-923143f3456c/fatgen103.doc">FAT:
 * General Overview of On-Disk Format</a>; where it is silent, what {@code fs/fat} of Linux does
 * with default options and a umask of 022.
 *
 * <table>
 * <caption>What is read</caption>
 * <tr><td>sizes</td><td>sectors of 512 to 4096 bytes, clusters of up to 128 sectors; the type is told
 *   by the number of clusters, FAT32 by where the length of its FAT stands</td></tr>
 * <tr><td>FATs</td><td>the active one; for a link that makes no sense, or when the first FAT does not
 *   begin as it must, the second</td></tr>
 * <tr><td>names</td><td>long names whose checksum is right, in UTF-8 (a lone surrogate takes three
 *   bytes); else short names, code page 437, in lower case where the NT flags say so</td></tr>
 * <tr><td>attributes</td><td>owner 0, mode 0755, read-only files 0555; directories stay 0755</td></tr>
 * <tr><td>times</td><td>of last change, to two seconds, taken as UTC; the root's is 0</td></tr>
 * <tr><td>label</td><td>the root directory's, else the boot sector's</td></tr>
 * <tr><td>free space</td><td>clusters that all FATs call free, on volumes that are clean, whole and
 *   whose FATs are equal</td></tr>
 * </table>
 *
 * <p>An inode's number is the place of its directory entry on the disk in units of 32 bytes: files
 * that are empty have no cluster. The root, which has no entry, is 1.
 *
 * <p>Memory: at most 20 MiB for what was read last, 24 MiB for the clusters of a million
 * directories, and 24 bytes for each piece of an opened file.
 *
 * <table>
 * <caption>What is not supported</caption>
 * <tr><td>boot sectors without a parameter block (DOS 1), backup boot sector</td><td>not
 *   recognised</td></tr>
 * <tr><td>directories of more than 2 MiB</td><td>the rest is an error</td></tr>
 * <tr><td>files that have the same clusters</td><td>read, until links were followed 256 times as often
 *   as there are clusters since the volume was opened</td></tr>
 * <tr><td>clusters that several directories have</td><td>listed for the first of them; an error of
 *   the others</td></tr>
 * <tr><td>entries after the end mark</td><td>not seen, as the specification says; Linux sees
 *   them</td></tr>
 * <tr><td>OS/2 attributes, lost chains</td><td>ignored</td></tr>
 * </table>
 */
@NullMarked
package io.intarsia.formats.filesystem.fat;

import org.jspecify.annotations.NullMarked;
