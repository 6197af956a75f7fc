package io.intarsia.bytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What tells whether a file was changed or replaced between two moments: two equal states mean that
 * nobody wrote to it, as far as the file system's clock can tell.
 *
 * @param size in bytes; 0 for a block device
 * @param mtimeNanos last change of the bytes, since 1970
 * @param ctimeNanos last change of bytes or attributes, since 1970
 * @param inode number in its file system
 * @param device number of its file system
 */
public record FileState(long size, long mtimeNanos, long ctimeNanos, long inode, long device) {
  private static final int TYPE_MASK = 0170000;
  private static final int REGULAR = 0100000;
  private static final int BLOCK_DEVICE = 0060000;

  /** The state of the file that the path leads to, following symbolic links. */
  public static FileState of(Path path) throws IOException {
    Map<String, Object> is = Files.readAttributes(path, "unix:size,lastModifiedTime,ctime,ino,dev");
    return new FileState(
        (Long) attribute(is, "size"),
        nanos(attribute(is, "lastModifiedTime")),
        nanos(attribute(is, "ctime")),
        (Long) attribute(is, "ino"),
        (Long) attribute(is, "dev"));
  }

  /** Whether both are states of one file. */
  public boolean sameFile(FileState other) {
    return inode == other.inode && device == other.device;
  }

  void requireSameFile(FileState expected, Path path) throws IOException {
    if (!sameFile(expected)) {
      throw new IOException(path + " was replaced by another file while it was read");
    }
  }

  static boolean isRegular(Path path) throws IOException {
    return type(path) == REGULAR;
  }

  static boolean isBlockDevice(Path path) throws IOException {
    return type(path) == BLOCK_DEVICE;
  }

  private static int type(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode") & TYPE_MASK;
  }

  private static long nanos(Object time) {
    return ((FileTime) time).to(TimeUnit.NANOSECONDS);
  }

  private static Object attribute(Map<String, Object> attributes, String name) {
    return Objects.requireNonNull(attributes.get(name), name);
  }
}
