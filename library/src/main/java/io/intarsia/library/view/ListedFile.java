package io.intarsia.library.view;

import io.intarsia.formats.filesystem.FileType;
import org.jspecify.annotations.Nullable;

/**
 * One line of a listing.
 *
 * @param path absolute path inside its file system, in the bytes of the disk; {@code /} for the
 *     root
 * @param mode permission bits, 0 to 07777
 * @param size logical size in bytes; of a symbolic link the length of its target; else 0
 * @param mtimeSeconds since 1970-01-01T00:00:00Z
 * @param sha256 of a regular file's content in hexadecimal, null when unknown or no regular file
 * @param target of a symbolic link, else null
 */
public record ListedFile(
    byte[] path,
    FileType type,
    int mode,
    long uid,
    long gid,
    long size,
    long mtimeSeconds,
    int mtimeNanos,
    @Nullable String sha256,
    byte @Nullable [] target,
    int deviceMajor,
    int deviceMinor) {}
