/**
 * QEMU's qcow2, versions 2 and 3 (QEMU's {@code docs/interop/qcow2.txt}): reading and writing.
 *
 * <p>Read: all cluster sizes, backing files, external data files, clusters compressed with zlib or
 * zstd, zero clusters, subclusters, images that are marked dirty or corrupt (as QEMU opens them
 * read only). Not kept: internal snapshots and bitmaps, which are reported. Refused by name:
 * encryption, unknown incompatible features.
 *
 * <p>A structure that is wrong is an error where it is met: nothing unreadable ever reads as zeros.
 * Bytes of a cluster that the file is too short for are such an error too.
 */
@NullMarked
package io.intarsia.formats.image.qcow2;

import org.jspecify.annotations.NullMarked;
