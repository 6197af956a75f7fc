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
  record Found(byte[] name, Inode inode, List<Xattr> xattrs, byte @Nullable [] target) {}

  private record Child(byte[] name, long number) {}

  /** A directory some of whose children were met. */
  private static final class OpenDirectory {
    private final List<Child> children;
    private int next;

    OpenDirectory(List<Child> children) {
      this.children = children;
    }
  }

  private final FileSystem fs;
  private final Problems problems;
  private final Set<Long> visited = new HashSet<>();
  private final ArrayDeque<OpenDirectory> open = new ArrayDeque<>();

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
        open.pop();
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
    open.push(new OpenDirectory(children(directory.inode)));
  }

  private List<Child> children(Inode directory) throws IOException {
    List<Child> children = new ArrayList<>();
    try {
      fs.list(directory, (name, number) -> children.add(new Child(name, number)));
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
      return fs.xattrs(inode);
    } catch (MalformedException | UnsupportedException | OutOfRangeException | RuntimeException e) {
      problems.add(e);
      return List.of();
    }
  }
}
