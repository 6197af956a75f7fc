package io.intarsia.formats.filesystem;

/**
 * A file's attributes, without its names and bytes.
 *
 * @param number the file system's own number of it; unique in the file system
 * @param mode permission bits, set-id bits and sticky bit (0 to 07777), without the type
 * @param uid owner, 0 to 2^32-1
 * @param gid group, 0 to 2^32-1
 * @param size logical size in bytes; a device, FIFO or socket has 0; a symbolic link the length of
 *     its target
 * @param mtimeSeconds since 1970-01-01T00:00:00Z
 * @param mtimeNanos 0 to 999,999,999
 * @param links number of names that the file system says it has
 * @param deviceMajor of a device, else 0
 * @param deviceMinor of a device, else 0
 */
public record Inode(
    long number,
    FileType type,
    int mode,
    long uid,
    long gid,
    long size,
    long mtimeSeconds,
    int mtimeNanos,
    long links,
    int deviceMajor,
    int deviceMinor) {}
