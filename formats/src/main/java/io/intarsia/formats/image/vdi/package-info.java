/**
 * VirtualBox's VDI, version 1.1: reading and writing.
 *
 * <pre>
 *    64 u32 magic            344 u32 place of block 0     392 uuid image
 *    68 u32 version          360 u32 sector size          408 uuid last snapshot
 *    72 u32 header length    368 u64 disk size            424 uuid parent
 *    76 u32 kind             376 u32 block size           440 uuid parent's last snapshot
 *    84 text description     380 u32 extra per block
 *   340 u32 place of map     384 u32 blocks of the disk, u32 blocks in the file
 * </pre>
 *
 * The map has a u32 for each block of the disk: its number in the file, or 2^32 - 1 for none, or
 * 2^32 - 2 for zeros. All integers are little-endian.
 *
 * <p>Read: dynamic and fixed images with blocks of any size. Refused by name: differencing images,
 * which name their parent by nothing but its UUID. Not kept: the description, which is reported.
 * Memory: 1 MiB of the map. Written: dynamic images with blocks of 1 MiB.
 */
@NullMarked
package io.intarsia.formats.image.vdi;

import org.jspecify.annotations.NullMarked;
