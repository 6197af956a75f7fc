package io.intarsia.library.checkin.assemble;

import io.intarsia.bytes.OutOfRangeException;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Xattr;
import io.intarsia.library.checkin.plan.Problems;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks the directories of a file system in order of their names, a directory's entries between it
 * and its end, without recursion. What cannot be read is left out and counted; a fault of the file
 * system's reader, which is a RuntimeException, costs no more than damage there would.
 */
final class TreeReader {
  private static final int MAX_DEPTH = 4096;

  /**
   * Names of the directories that are open, with what an entry takes beside its name; a million
   * files with names of 24 bytes in one directory are within it.
   */
  private static final long MAX_NAME_BYTES = 64 << 20;

  private static final int ENTRY_BYTES = 40;

  /** Attributes of one file; Linux stores values of up to 64 KiB, and real files have few. */
  private static final int MAX_XATTR_BYTES = 1 << 20;

  /** Takes what is met; may block to hold the reader back. */
  @FunctionalInterface
  interface Visitor {
    /**
     * The next step.
     *
     * @param found an entry; after a directory's come its entries. Null ends the directory that was
     *     entered last
     */
    void step(@Nullable Found found) throws IOException;
  }

  /**
   * A name with all that its inode says.
   *
   * @param name empty for the root
   * @param target of a symbolic link, else null
   */
  record Found(byte[] name, Inode inode, List<Xattr> xattrs, byte @Nullable [] target) {
    /** Bytes of all that has no bound of its own. */
    int heldBytes() {
      return name.length + bytesOf(xattrs) + (target == null ? 0 : target.length);
    }

    Found withoutXattrs() {
      return new Found(name, inode, List.of(), target);
    }
  }

  private record Child(byte[] name, long number) {}

  /** A directory some of whose children were met. */
  private static final class OpenDirectory {
    private final List<Child> children;
    private final long nameBytes;
    private int next;

    OpenDirectory(List<Child> children, long nameBytes) {
      this.children = children;
      this.nameBytes = nameBytes;
    }
  }

  private final FileSystem fs;
  private final Problems problems;
  private final Set<Long> visited = new HashSet<>();
  private final ArrayDeque<OpenDirectory> open = new ArrayDeque<>();
  private long nameBytes;

  TreeReader(FileSystem fs, Problems problems) {
    this.fs = fs;
    this.problems = problems;
  }

  /** Walks all of it. */
  void read(Visitor visitor) throws IOException {
    Inode root = fs.root();
    visited.add(root.number());
    enter(found(new byte[0], root), visitor);
    while (!open.isEmpty()) {
      OpenDirectory top = open.element();
      if (top.next < top.children.size()) {
        child(top.children.get(top.next++), visitor);
      } else {
        nameBytes -= open.pop().nameBytes;
        visitor.step(null);
      }
    }
  }

  private void child(Child child, Visitor visitor) throws IOException {
    Found found;
    try {
      found = found(child.name, fs.inode(child.number));
    } catch (MalformedException | UnsupportedException | OutOfRangeException | RuntimeException e) {
      problems.add(e);
      return;
    }
    if (found.inode.type() != FileType.DIRECTORY) {
      visitor.step(found);
    } else if (open.size() < MAX_DEPTH && visited.add(found.inode.number())) {
      enter(found, visitor);
    } else {
      problems.add(fs.type() + ": a directory has two names or lies too deep");
    }
  }

  private void enter(Found directory, Visitor visitor) throws IOException {
    visitor.step(directory);
    long before = nameBytes;
    List<Child> children = children(directory.inode);
    open.push(new OpenDirectory(children, nameBytes - before));
  }

  private void hold(byte[] name) throws MalformedException {
    long bytes = (long) name.length + ENTRY_BYTES;
    if (bytes > MAX_NAME_BYTES - nameBytes) {
      throw new MalformedException(fs.type(), "directories with more names than can be listed");
    }
    nameBytes += bytes;
  }

  private List<Child> children(Inode directory) throws IOException {
    List<Child> children = new ArrayList<>();
    try {
      fs.list(
          directory,
          (name, number) -> {
            hold(name);
            children.add(new Child(name, number));
          });
    } catch (MalformedException | UnsupportedException | OutOfRangeException | RuntimeException e) {
      problems.add(e);
    }
    children.sort((a, b) -> Arrays.compareUnsigned(a.name, b.name));
    List<Child> distinct = new ArrayList<>(children.size());
    for (Child child : children) {
      if (distinct.isEmpty() || !Arrays.equals(distinct.getLast().name, child.name)) {
        distinct.add(child);
      } else {
        problems.add(fs.type() + ": a directory has one name twice");
      }
    }
    return distinct;
  }

  private Found found(byte[] name, Inode inode) throws IOException {
    byte[] target = inode.type() == FileType.SYMLINK ? fs.linkTarget(inode) : null;
    return new Found(name, inode, xattrs(inode), target);
  }

  private List<Xattr> xattrs(Inode inode) throws IOException {
    try {
      List<Xattr> xattrs = fs.xattrs(inode);
      if (bytesOf(xattrs) <= MAX_XATTR_BYTES) {
        return xattrs;
      }
      problems.add(fs.type() + ": a file has more than a megabyte of extended attributes");
    } catch (MalformedException | UnsupportedException | OutOfRangeException | RuntimeException e) {
      problems.add(e);
    }
    return List.of();
  }

  private static int bytesOf(List<Xattr> xattrs) {
    int bytes = 0;
    for (Xattr xattr : xattrs) {
      bytes += xattr.name().length + xattr.value().length;
    }
    return bytes;
  }
}
