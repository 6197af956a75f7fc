package io.intarsia.formats.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What tests ask of any reader: all there is by path, or everything about what is damaged. */
public final class Survey {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final long MAX_CONTENT_BYTES = 1 << 26;

  private final FileSystem fileSystem;
  private final Set<Long> seen = new HashSet<>();
  private final Deque<Long> todo = new ArrayDeque<>();
  private final byte[] buffer = new byte[1 << 16];
  private long contentBytes;

  private Survey(FileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  /** All inodes by path, the root as {@code /}. Fails on any damage. */
  public static Map<String, Inode> inodes(FileSystem fileSystem) throws IOException {
    Map<String, Inode> inodes = new TreeMap<>();
    inodes.put("/", fileSystem.root());
    Deque<String> directories = new ArrayDeque<>(List.of("/"));
    while (!directories.isEmpty()) {
      String path = directories.remove();
      String parent = path.equals("/") ? "" : path;
      fileSystem.list(
          inode(inodes, path),
          (name, number) -> {
            String child = parent + "/" + new String(name, StandardCharsets.UTF_8);
            Inode inode = fileSystem.inode(number);
            assertThat(inode.number()).isEqualTo(number);
            assertThat(inodes.put(child, inode)).as(child).isNull();
            if (inode.type() == FileType.DIRECTORY) {
              directories.add(child);
            }
          });
    }
    return inodes;
  }

  /** The inode of a path that must be there. */
  public static Inode inode(Map<String, Inode> inodes, String path) {
    Inode inode = inodes.get(path);
    if (inode == null) {
      throw new AssertionError(path + " is not in " + inodes.keySet());
    }
    return inode;
  }

  public static byte[] content(FileSystem fileSystem, Inode file) throws IOException {
    try (ByteSource content = fileSystem.open(file)) {
      return content.read(0, Math.toIntExact(content.size()));
    }
  }

  public static List<Extent> extents(FileSystem fileSystem, Inode file) throws IOException {
    List<Extent> extents = new ArrayList<>();
    fileSystem.extents(file, extents::add);
    return extents;
  }

  /** Total of the free space; its ranges must be in order. */
  public static long freeBytes(FileSystem fileSystem) throws IOException {
    long[] total = {0, 0};
    fileSystem.freeSpace((offset, length) -> {
      assertThat(offset).isGreaterThanOrEqualTo(total[1]);
      assertThat(length).isPositive();
      total[0] += length;
      total[1] = offset + length;
    });
    return total[0];
  }

  /**
   * Asks everything about every inode that can be reached, whatever is damaged: it ends soon, and
   * with errors of the declared kinds only.
   */
  public static void hostile(FileSystemReader reader, ByteSource source) {
    long start = System.nanoTime();
    try {
      attempt(() -> new Survey(reader.open(source)).walk());
    } catch (IOException | RuntimeException e) {
      throw new AssertionError("not an error that a reader may have", e);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
  }

  private interface Action {
    void run() throws IOException;
  }

  private static void attempt(Action action) throws IOException {
    try {
      action.run();
    } catch (MalformedException | UnsupportedException expected) {
      // Damage is what this is about.
    }
  }

  private void walk() throws IOException {
    attempt(() -> entry(new byte[1], fileSystem.root().number()));
    while (!todo.isEmpty()) {
      visit(todo.remove());
    }
    attempt(() -> freeBytes(fileSystem));
  }

  private void visit(long number) throws IOException {
    attempt(() -> {
      Inode inode = fileSystem.inode(number);
      attempt(() -> fileSystem.xattrs(inode));
      if (inode.type() == FileType.DIRECTORY) {
        attempt(() -> fileSystem.list(inode, this::entry));
      } else if (inode.type() == FileType.SYMLINK) {
        attempt(() -> fileSystem.linkTarget(inode));
      } else if (inode.type() == FileType.FILE) {
        attempt(() -> extents(inode));
        attempt(() -> content(inode));
      }
    });
  }

  private void entry(byte[] name, long number) {
    assertThat(name).isNotEmpty();
    if (seen.add(number)) {
      todo.add(number);
    }
  }

  private void extents(Inode inode) throws IOException {
    long[] end = {0};
    fileSystem.extents(
        inode,
        extent -> {
          boolean ordered = extent.fileOffset() >= end[0] && extent.length() > 0;
          end[0] = extent.fileOffset() + extent.length();
          boolean placed = extent.kind() != Extent.Kind.PLAIN || extent.diskOffset() >= 0;
          if (!ordered || end[0] > inode.size() || !placed) {
            throw new AssertionError(extent + " of " + inode);
          }
        });
  }

  /** Reads data, and of holes nothing; in all not more than takes a moment. */
  private void content(Inode inode) throws IOException {
    try (ByteSource content = fileSystem.open(inode)) {
      long at = content.nextData(0);
      while (at < content.size() && contentBytes < MAX_CONTENT_BYTES) {
        int length = (int) Math.min(buffer.length, content.size() - at);
        content.read(at, buffer, 0, length);
        contentBytes += length;
        at = content.nextData(at + length);
      }
    }
  }
}
