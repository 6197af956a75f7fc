/**
 * Microsoft's VHDX (MS-VHDX, "Virtual Hard Disk v2 File Format"): reading and writing.
 *
 * <pre>
 *   0        file type identifier
 *   64 KiB   header, twice; the sound one with the higher sequence number counts
 *   192 KiB  region table, twice: where block table and metadata are
 *   1 MiB    log, metadata, block table, blocks of the disk, in any order at multiples of 1 MiB
 * </pre>
 *
 * All integers are little-endian; headers, region tables and log entries carry a CRC-32C.
 *
 * <p>Read: fixed and dynamic images, logical sectors of 512 and 4096 bytes, differencing images
 * whose parent the caller allowed. A log that was not replayed is replayed in memory, over the file
 * (a log of at most 16 MiB; a longer one is refused by name). Refused by name: required regions and
 * metadata that are not known. Not kept: metadata of users, which are reported. Memory beside the
 * log: 1 MiB of the block table and as much of bitmaps.
 *
 * <p>Written: dynamic images with blocks of 2 MiB, or 32 MiB for disks of more than 2 TiB.
 */
@NullMarked
package io.intarsia.formats.image.vhdx;

import org.jspecify.annotations.NullMarked;
