package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.OutOfRangeException;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.partition.Partition;
import java.io.IOException;
import java.util.ArrayDeque;

/**
 * Visits all inodes of a file system that have a name and claims the disk ranges of its regular
 * files. What cannot be read is counted and left to the skeleton.
 */
final class FileSystemWalk {
  private final FileSystem fs;
  private final Partition partition;
  private final Contents contents;
  private final Claims claims;
  private final Problems problems;
  private final int fsNumber;
  private final LongIntMap seen = new LongIntMap();
  private final LongIntMap contentOf = new LongIntMap();
  private final ArrayDeque<Inode> directories = new ArrayDeque<>();
  private long claimedBytes;

  FileSystemWalk(
      FileSystem fs, Partition partition, Contents contents, Claims claims, Problems problems) {
    this.fs = fs;
    this.partition = partition;
    this.contents = contents;
    this.claims = claims;
    this.problems = problems;
    this.fsNumber = contents.addFileSystem(fs);
  }

  /**
   * Walks; a root that cannot be read is an error, all else is a problem.
   *
   * @throws TooLargeException when the file system is past {@link PlanLimits}
   */
  ContentOfInode walk() throws IOException {
    Inode root = fs.root();
    seen.putIfAbsent(root.number(), 0);
    directories.push(root);
    while (!directories.isEmpty()) {
      Inode directory = directories.pop();
      try {
        fs.list(directory, (name, number) -> visit(number));
      } catch (MalformedException | UnsupportedException | OutOfRangeException e) {
        problems.add(e);
      }
    }
    return new ContentOfInode(contentOf);
  }

  long files() {
    return contentOf.size();
  }

  private void visit(long number) throws IOException {
    if (number < 0 || !seen.putIfAbsent(number, 0)) {
      return;
    }
    if (seen.size() > PlanLimits.MAX_INODES || claims.size() > PlanLimits.MAX_CLAIMS) {
      throw new TooLargeException(fs.type());
    }
    try {
      Inode inode = fs.inode(number);
      if (inode.type() == FileType.DIRECTORY) {
        directories.push(inode);
      } else if (inode.type() == FileType.FILE) {
        claim(inode);
      }
    } catch (MalformedException | UnsupportedException | OutOfRangeException e) {
      problems.add(e);
    }
  }

  private void claim(Inode file) throws IOException {
    if (file.size() > PlanLimits.MAX_CONTENT_BYTES) {
      problems.add(fs.type() + ": a file says it has " + file.size() + " bytes");
      return;
    }
    int firstClaim = claims.size();
    int content = contents.count();
    ExtentClaims claimed = new ExtentClaims(content);
    try {
      fs.extents(file, claimed::add);
      long bytes = claimed.elsewhere ? file.size() : claimed.bytes;
      if (bytes > partition.length() * PlanLimits.MAX_CLAIMED_RATIO - claimedBytes) {
        throw new MalformedException(
            fs.type(),
            "files claim more than " + PlanLimits.MAX_CLAIMED_RATIO + " times the partition");
      }
      if (claimed.elsewhere) {
        claims.truncate(firstClaim);
        readOnce(file);
      }
      claimedBytes += bytes;
    } catch (MalformedException | UnsupportedException | OutOfRangeException e) {
      claims.truncate(firstClaim);
      problems.add(e);
      return;
    }
    contents.add(fsNumber, file.number(), file.size(), firstClaim, claimed.elsewhere);
    contentOf.putIfAbsent(file.number(), content);
  }

  /** Proves that a content that is not in place can be read before anything relies on it. */
  private void readOnce(Inode file) throws IOException {
    try (var source = fs.open(file)) {
      byte[] buffer = new byte[(int) Math.min(source.size(), 1 << 16)];
      for (long pos = 0; pos < source.size(); pos += buffer.length) {
        source.read(pos, buffer, 0, (int) Math.min(buffer.length, source.size() - pos));
      }
    }
  }

  /** Turns a file's extents into claims on the disk. */
  private final class ExtentClaims {
    private final int content;
    private boolean elsewhere;
    private long bytes;
    private long fileEnd;

    ExtentClaims(int content) {
      this.content = content;
    }

    void add(Extent extent) throws IOException {
      if (extent.fileOffset() < fileEnd) {
        throw new MalformedException(fs.type(), "a file's extents overlap");
      }
      fileEnd = extent.fileOffset() + extent.length();
      switch (extent.kind()) {
        case ZERO -> {}
        case ELSEWHERE -> elsewhere = true;
        case PLAIN -> {
          if (!Ranges.fits(extent.diskOffset(), extent.length(), partition.length())) {
            throw new MalformedException(fs.type(), "a file's extent lies outside the partition");
          }
          if (claims.size() > PlanLimits.MAX_CLAIMS) {
            throw new TooLargeException(fs.type());
          }
          claims.add(
              content,
              extent.fileOffset(),
              partition.offset() + extent.diskOffset(),
              extent.length());
          bytes += extent.length();
        }
      }
    }
  }
}
