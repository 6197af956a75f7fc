/**
 * Microsoft's VHD (Virtual Hard Disk Image Format Specification, 2006): reading and writing.
 *
 * <pre>
 *   fixed            the disk, then the footer
 *   dynamic          a copy of the footer, the dynamic header, the block table, blocks, the footer;
 *                    a block is a bitmap of its sectors and their bytes
 *   differencing     the same; the bitmap says which sectors are not the parent's
 * </pre>
 *
 * <p>Read: all three kinds; the copy of the footer where the last one is damaged. The parent of a
 * differencing image is opened only when the caller allowed it, and must have the UUID that the
 * image states. As in QEMU, all sectors of an allocated block of a dynamic image are read, whatever
 * its bitmap says, and the size of the disk is the geometry's for programs that go by it (see
 * {@link io.intarsia.formats.image.vhd.VhdFooter#diskSize}).
 *
 * <p>Not kept: a saved state, which is reported. Memory: 1 MiB of the block table and as much of
 * bitmaps. Written: dynamic images with blocks of 2 MiB, at most 2040 GiB.
 */
@NullMarked
package io.intarsia.formats.image.vhd;

import org.jspecify.annotations.NullMarked;
