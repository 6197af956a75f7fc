package io.intarsia.formats.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Asks a reader everything about every inode that can be reached, whatever is damaged. */
public final class HostileWalk {
  /** Of the processor, so that it does not matter what else the machine does. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final long MAX_CONTENT_BYTES = 1 << 26;

  private final FileSystem fileSystem;
  private final Set<Long> seen = new HashSet<>();
  private final Deque<Long> todo = new ArrayDeque<>();
  private final byte[] buffer = new byte[1 << 16];
  private long contentBytes;

  private HostileWalk(FileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  /** Walking ends soon, and with errors of the declared kinds only, which name the source. */
  public static void damaged(FileSystemReader reader, byte[] image) {
    damaged(reader, image, "");
  }

  /** The same, with what is said when it does not hold. */
  public static void damaged(FileSystemReader reader, byte[] image, String what) {
    long start = cpuNanos();
    try {
      walk(reader.open(new MemorySource("image", image)));
    } catch (MalformedException | UnsupportedException e) {
      assertThat(e).hasMessageContaining("image");
    } catch (IOException | RuntimeException e) {
      throw new AssertionError("not an error that a reader may have; " + what, e);
    }
    assertThat(Duration.ofNanos(cpuNanos() - start)).as(what).isLessThan(LIMIT);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Throws nothing but what is not an error of the declared kinds. */
  public static void walk(FileSystem fileSystem) throws IOException {
    HostileWalk walk = new HostileWalk(fileSystem);
    long root = fileSystem.root().number();
    walk.todo.add(root);
    walk.seen.add(root);
    while (!walk.todo.isEmpty()) {
      walk.visit(walk.todo.remove());
    }
    attempt(() -> fileSystem.freeSpace((offset, length) -> {}));
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
    if (name.length == 0) {
      throw new AssertionError("empty name");
    }
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
