package io.intarsia.formats.filesystem.btrfs;

/**
 * Bytes that were compressed together.
 *
 * @param address logical address, 0 when they stand in a tree block
 * @param storedLength bytes there, which may go on after the end of what was compressed
 * @param length bytes that they stand for, at most 128 KiB
 * @param compression 1 zlib, 2 LZO, 3 zstd
 */
record CompressedExtent(long address, int storedLength, int length, int compression) {}
