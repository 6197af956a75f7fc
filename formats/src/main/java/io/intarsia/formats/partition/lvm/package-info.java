/**
 * Reader of LVM2 physical volumes, volume groups and logical volumes.
 *
 * <p>There is no specification; the structures are those of {@code lib/format_text/layout.h} and
 * {@code lib/label/label.c} of LVM2, the text is described in {@code lvm.conf(5)} and {@code
 * vgcfgbackup(8)}.
 *
 * <pre>
 * label     (one of the first four sectors)
 *    0  "LABELONE"          20  offset of the header in this sector
 *    8  sector number       24  "LVM2 001"
 *   16  CRC of bytes 20 to the sector's end
 * header    0 UUID, 32 bytes   32 size of the device
 *          40 data areas, then metadata areas: offset and size of each; (0, 0) ends each list
 * metadata area   (offset 0 of its range)
 *    0  CRC of bytes 4..512   20  version 1     32  size of the area
 *    4  magic, 16 bytes       24  offset on the device
 *   40  texts: offset in the area, size, CRC, flags; the first one counts; offset 0 ends the list
 * text      wraps at the area's end to byte 512 of the area
 * </pre>
 *
 * <table>
 * <caption>What is read</caption>
 * <tr><td>segments</td><td>linear and striped</td></tr>
 * <tr><td>groups</td><td>several physical volumes, also on several disks; of several copies of the
 *   text the one with the highest sequence number</td></tr>
 * <tr><td>checksums</td><td>label, metadata area, text</td></tr>
 * </table>
 *
 * <table>
 * <caption>What is not supported</caption>
 * <tr><td>thin, raid, mirror, snapshot, cache, vdo ...</td><td>listed with the kind's name, not
 *   read</td></tr>
 * <tr><td>missing physical volumes</td><td>volumes that need one are listed with its UUID, not
 *   read</td></tr>
 * <tr><td>hidden volumes</td><td>parts of others are not listed</td></tr>
 * <tr><td>LVM1, exported and clustered groups, lock managers</td><td>flags are not looked at; LVM1
 *   is not recognised</td></tr>
 * <tr><td>physical volumes on logical volumes</td><td>not looked for</td></tr>
 * </table>
 *
 * <p>Bounds: a text has up to 4 MiB and 200,000 values, a group up to 4,096 volumes that are
 * listed, a volume up to 65,536 segments of up to 128 stripes each.
 */
@NullMarked
package io.intarsia.formats.partition.lvm;

import org.jspecify.annotations.NullMarked;
