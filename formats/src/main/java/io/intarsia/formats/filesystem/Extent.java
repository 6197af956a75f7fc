package io.intarsia.formats.filesystem;

/**
 * A piece of a file. Pieces come in order of file offset, do not overlap, and end at or before the
 * file's size; what no piece covers is a hole.
 *
 * @param fileOffset first byte in the file
 * @param length in bytes, positive
 * @param kind how the file's bytes relate to the disk's
 * @param diskOffset first byte in the file system's source; meaningful for {@link Kind#PLAIN} only,
 *     else -1
 */
public record Extent(long fileOffset, long length, Kind kind, long diskOffset) {

  /** How a piece's bytes are kept. */
  public enum Kind {
    /** The raw bytes of the source at {@code diskOffset} are the file's bytes. */
    PLAIN,
    /** Reads as zeros whatever the disk holds there (unwritten extents). */
    ZERO,
    /**
     * The bytes are the file's but not in place (inline, compressed, in a journal): {@link
     * FileSystem#open} reads them.
     */
    ELSEWHERE
  }
}
