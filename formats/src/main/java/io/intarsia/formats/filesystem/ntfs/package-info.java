/**
 * Reader of NTFS.
 *
 * <p>Specification: there is none that is public; the structures are those of {@code
 * include/ntfs-3g/layout.h} of ntfs-3g, LZNT1 is [MS-XCA] 2.5, XPRESS 2.1, LZX is [MS-PATCH],
 * reparse points are [MS-FSCC] 2.1.2.
 *
 * <table>
 * <caption>What is read</caption>
 * <tr><td>geometry</td><td>sectors of 512 to 4096 bytes, clusters of 512 bytes to 2 MiB, records of
 *   512 bytes to 64 KiB; the copy of the boot sector when the first one is damaged, $MFTMirr when the
 *   first records are</td></tr>
 * <tr><td>records</td><td>attribute lists, resident or not; update sequences of records, index blocks
 *   and restart pages are verified</td></tr>
 * <tr><td>data</td><td>resident, in runs, sparse, partly initialized, compressed (LZNT1);
 *   compressed as a whole by WOF (CompactOS): XPRESS and LZX</td></tr>
 * <tr><td>directories</td><td>all index blocks in use; names in UTF-8, half surrogate pairs in the
 *   three bytes of WTF-8; names for DOS and the system's own files (records below 16) are left
 *   out</td></tr>
 * <tr><td>attributes</td><td>as a mount by ntfs-3g without user mapping shows them: owner 0, group 0,
 *   mode 0777; the time of the last change of the data; alternate data streams of up to 64 KiB as
 *   user.NAME, longer ones are counted in the notes</td></tr>
 * <tr><td>links</td><td>junctions, symbolic links, links of WSL and Interix, with the targets of a
 *   volume that ntfs-3g mounted at the root; other reparse points are plain files and
 *   directories with what NTFS itself holds of them</td></tr>
 * <tr><td>special files</td><td>devices, pipes and sockets of WSL and Interix</td></tr>
 * <tr><td>free space</td><td>$Bitmap, when the volume and its log are clean and each cluster that any
 *   attribute has is in use, once</td></tr>
 * </table>
 *
 * <table>
 * <caption>What is not supported</caption>
 * <tr><td>the log</td><td>not replayed; a volume that was not unmounted cleanly, that is marked as
 *   dirty or on which Windows is hibernated is read as it stands, with a note; free space is
 *   refused</td></tr>
 * <tr><td>EFS</td><td>encrypted files come out as ciphertext, with a note</td></tr>
 * <tr><td>owners, permissions</td><td>security descriptors and the owners of WSL are not
 *   translated</td></tr>
 * <tr><td>sequence numbers</td><td>of references in directories are not compared</td></tr>
 * </table>
 *
 * <p>Memory: caches of 16 MiB for metadata and 16 MiB for records; runs of the contents opened
 * last, at most 2 Mi together (32 MiB); 16 compression units (of at most 1 MiB, usually 64 KiB) for
 * each of at most 8 of them; streams of one file up to 1 MiB.
 */
@NullMarked
package io.intarsia.formats.filesystem.ntfs;

import org.jspecify.annotations.NullMarked;
