package io.intarsia.formats.filesystem.xfs;

/**
 * A part of an inode that holds data, attributes, or where they are.
 *
 * @param format one of the FMT constants, or another number on a damaged disk
 * @param offset in the inode's bytes
 * @param length in bytes; 0 when there is no such part
 * @param extents how many extent records it says it has
 */
record Fork(int format, int offset, int length, long extents) {}
