/**
 * Image files that were compressed as a whole, as distributions publish them: {@code disk.img.xz}.
 *
 * <p>Specifications: RFC 1952 (gzip), <a href="https://tukaani.org/xz/xz-file-format.txt">the .xz
 * file format</a>, RFC 8878 (zstd), and for bzip2 what {@code bzip2} does. Read are files of
 * several members, streams or frames, as parallel compressors write them. Every checksum that a
 * format has is verified; a stream that ends early, and bytes that follow the last one, are errors.
 *
 * <p>Bounds: xz may take 136 MiB of memory (dictionaries of up to 128 MiB; {@code xz -9} needs 64),
 * zstd windows of up to 128 MiB, as {@code zstd} itself without further options. What needs more is
 * refused by name.
 */
@NullMarked
package io.intarsia.formats.image.compressed;

import org.jspecify.annotations.NullMarked;
