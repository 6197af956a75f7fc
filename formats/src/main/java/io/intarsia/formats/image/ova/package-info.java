/**
 * Appliances: OVF descriptors (DMTF DSP0243) and OVA files, tar archives with a descriptor, an
 * optional manifest and the disks that the descriptor names.
 *
 * <p>Read: ustar, GNU and pax archives; all disks of the descriptor's {@code DiskSection}, in its
 * order, each in any container format; disks without a file as zeros. Descriptor, manifest and
 * certificate are attachments. The manifest's digests (SHA-1, SHA-256, SHA-512) are checked while
 * the image is opened, which reads all of it. A descriptor on its own names its disks as other
 * images name their extents: they are opened only when the caller allowed it. Not kept: other
 * members, which are reported. Refused by name: files that are compressed or in chunks, disks with
 * a parent, capacities that are variables.
 *
 * <p>At most 16,384 headers and 256 disks; a descriptor of at most 1 MiB, read without document
 * types and external entities.
 */
@NullMarked
package io.intarsia.formats.image.ova;

import org.jspecify.annotations.NullMarked;
