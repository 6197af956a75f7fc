package io.intarsia.library.checkin.plan;

import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is read of the inode that an entry names, on another thread than the one that claims. */
final class ReadInode {
  /** A file of more is read once more by the one that claims, so that few are kept. */
  private static final int MAX_EXTENTS = 64;

  private final Entry entry;
  private final List<Extent> extents = new ArrayList<>(1);
  private @Nullable Inode inode;
  private boolean manyExtents;
  private @Nullable Exception problem;

  /** An entry of a directory. */
  record Entry(Directory directory, byte[] name, long number) {}

  /** Ends the reading of extents. */
  private static final class EnoughException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private ReadInode(Entry entry) {
    this.entry = entry;
  }

  /** Reads an inode, and the extents of a regular file; what goes wrong is told when asked. */
  static ReadInode read(FileSystem fs, Entry entry) {
    ReadInode read = new ReadInode(entry);
    try {
      Inode inode = fs.inode(entry.number());
      read.inode = inode;
      if (inode.type() == FileType.FILE) {
        fs.extents(inode, read::add);
      }
    } catch (EnoughException e) {
      read.manyExtents = true;
    } catch (IOException | RuntimeException e) {
      read.problem = e;
    }
    return read;
  }

  private void add(Extent extent) throws EnoughException {
    if (extents.size() == MAX_EXTENTS) {
      throw new EnoughException();
    }
    extents.add(extent);
  }

  Entry entry() {
    return entry;
  }

  /**
   * The inode.
   *
   * @throws IOException what its reading met
   */
  Inode inode() throws IOException {
    Inode known = inode;
    if (known == null) {
      throwProblem();
      throw new IllegalStateException("no inode was read");
    }
    return known;
  }

  /**
   * Hands out the extents, as {@link FileSystem#extents} does.
   *
   * @throws IOException what their reading met, after those before
   */
  void extents(FileSystem fs, FileSystem.ExtentVisitor visitor) throws IOException {
    if (manyExtents) {
      fs.extents(inode(), visitor);
      return;
    }
    for (Extent extent : extents) {
      visitor.extent(extent);
    }
    throwProblem();
  }

  private void throwProblem() throws IOException {
    switch (problem) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(problem);
    }
  }
}
