package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.OutOfRangeException;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.partition.VolumeMap;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Visits all inodes of a file system that have a name and claims the disk ranges of its regular
 * files. What cannot be read is counted and left to the skeleton.
 */
final class FileSystemWalk {
  private final FileSystem fs;
  private final Place place;
  private final @Nullable VolumeMap map;
  private final PlanState state;
  private final SpecialFiles special;
  private final Problems problems;
  private final int fsNumber;
  private final LongIntMap seen = new LongIntMap();
  private final LongIntMap contentOf = new LongIntMap();
  private final ArrayDeque<Directory> directories = new ArrayDeque<>();
  private long claimedBytes;
  private long madeBytes;

  FileSystemWalk(
      FileSystem fs, Place place, PlanState state, SpecialFiles special, Problems problems) {
    this.fs = fs;
    this.place = place;
    this.map = place.map();
    this.state = state;
    this.special = special;
    this.problems = problems;
    this.fsNumber = state.contents().addFileSystem(fs);
  }

  /**
   * Walks; a root that cannot be read is an error, all else is a problem.
   *
   * @throws TooLargeException when the file system is past {@link PlanLimits}
   */
  ContentOfInode walk() throws IOException {
    Inode root = fs.root();
    seen.putIfAbsent(root.number(), 0);
    directories.push(new Directory(null, new byte[0], root));
    while (!directories.isEmpty()) {
      Directory directory = directories.pop();
      try {
        fs.list(directory.inode(), (name, number) -> visit(directory, name, number));
      } catch (MalformedException | UnsupportedException | OutOfRangeException e) {
        problems.add(e);
      }
    }
    return new ContentOfInode(contentOf);
  }

  long files() {
    return contentOf.size();
  }

  private void visit(Directory directory, byte[] name, long number) throws IOException {
    if (number < 0 || !seen.putIfAbsent(number, 0)) {
      return;
    }
    state.totals().inode(fs.type());
    try {
      Inode inode = fs.inode(number);
      if (inode.type() == FileType.DIRECTORY) {
        directories.push(new Directory(directory, name, inode));
      } else if (inode.type() == FileType.FILE) {
        int content = claim(inode);
        if (content != ContentOfInode.NONE) {
          contentOf.putIfAbsent(number, content);
          special.file(fs, directory, name, inode, content);
        }
      }
    } catch (MalformedException | UnsupportedException | OutOfRangeException e) {
      problems.add(e);
    }
  }

  /** Returns the file's content, or {@link ContentOfInode#NONE}. */
  private int claim(Inode file) throws IOException {
    if (file.size() > PlanLimits.MAX_CONTENT_BYTES) {
      problems.add(fs.type() + ": a file says it has " + file.size() + " bytes");
      return ContentOfInode.NONE;
    }
    Claims claims = state.claims();
    int firstClaim = claims.size();
    ExtentClaims claimed =
        new ExtentClaims(fs.type(), map, place.length(), claims, state.contents().count());
    try {
      fs.extents(file, claimed::add);
      if (claimed.isElsewhere()) {
        claims.truncate(firstClaim);
        requireMakeable(claimed.bytes());
      } else {
        int same = state.contents().sameAs(file.size(), firstClaim);
        if (same != ContentOfInode.NONE) {
          claims.truncate(firstClaim);
          return same;
        }
        requireClaimable(claimed.bytes());
      }
    } catch (MalformedException | UnsupportedException | OutOfRangeException e) {
      claims.truncate(firstClaim);
      problems.add(e);
      return ContentOfInode.NONE;
    }
    return state
        .contents()
        .add(fsNumber, file.number(), file.size(), firstClaim, claimed.isElsewhere());
  }

  private void requireClaimable(long bytes) throws MalformedException {
    claimedBytes += bytes;
    if (claimedBytes > PlanLimits.claimable(place.length()) || !state.totals().claim(bytes)) {
      throw new MalformedException(fs.type(), "files claim many times the bytes of their disk");
    }
  }

  private void requireMakeable(long bytes) throws MalformedException {
    madeBytes += bytes;
    if (madeBytes > PlanLimits.makeable(place.length()) || !state.totals().make(bytes)) {
      throw new MalformedException(fs.type(), "files are many times as large as their disk");
    }
  }
}
