package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.OutOfRangeException;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.partition.VolumeMap;
import io.intarsia.library.workspace.Ahead;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Visits all inodes of a file system that have a name and claims the disk ranges of its regular
 * files. What cannot be read is counted and left to the skeleton. Inodes are read on other threads,
 * some batches ahead; what comes of them depends on no timing (but on volumes of FAT whose hostile
 * chains use up the reader's budget).
 */
final class FileSystemWalk {
  private static final int ENTRIES_PER_BATCH = 128;
  private static final int BATCHES_AHEAD = 4;

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
  private final Ahead<List<ReadInode>> ahead;
  private List<ReadInode.Entry> batch = new ArrayList<>(ENTRIES_PER_BATCH);
  private long claimedBytes;
  private long madeBytes;

  /**
   * @param readers read inodes
   */
  FileSystemWalk(
      FileSystem fs,
      Place place,
      PlanState state,
      SpecialFiles special,
      Problems problems,
      ExecutorService readers) {
    this.fs = fs;
    this.place = place;
    this.map = place.map();
    this.state = state;
    this.special = special;
    this.problems = problems;
    this.fsNumber = state.contents().addFileSystem(fs);
    this.ahead = new Ahead<>(readers, BATCHES_AHEAD, this::takeAll);
  }

  /**
   * Walks; a root that cannot be read is an error, all else is a problem.
   *
   * @throws TooLargeException when the file system is past {@link PlanLimits}
   */
  ContentOfInode walk() throws IOException {
    Inode root = fs.root();
    seen.putIfAbsent(root.number(), 0);
    FileNames names = state.contents().names();
    int rootNumber = names.addDirectory(FileNames.NONE, new byte[0]);
    directories.push(new Directory(null, new byte[0], root, rootNumber));
    try (ahead) {
      do {
        while (!directories.isEmpty()) {
          list(directories.pop());
        }
        submit();
      } while (ahead.takeFirst());
    }
    return new ContentOfInode(contentOf, rootNumber);
  }

  private void list(Directory directory) throws IOException {
    try {
      fs.list(directory.inode(), (name, number) -> add(directory, name, number));
    } catch (MalformedException | UnsupportedException | OutOfRangeException e) {
      problems.add(e);
    }
  }

  long files() {
    return contentOf.size();
  }

  private void add(Directory directory, byte[] name, long number) throws IOException {
    if (number < 0 || !seen.putIfAbsent(number, 0)) {
      return;
    }
    state.totals().inode(fs.type());
    batch.add(new ReadInode.Entry(directory, name, number));
    if (batch.size() == ENTRIES_PER_BATCH) {
      submit();
    }
  }

  private void submit() throws IOException {
    List<ReadInode.Entry> entries = batch;
    if (!entries.isEmpty()) {
      batch = new ArrayList<>(ENTRIES_PER_BATCH);
      ahead.submit(() -> readAll(entries));
    }
  }

  private List<ReadInode> readAll(List<ReadInode.Entry> entries) {
    List<ReadInode> read = new ArrayList<>(entries.size());
    for (ReadInode.Entry entry : entries) {
      read.add(ReadInode.read(fs, entry));
    }
    return read;
  }

  private void takeAll(List<ReadInode> read) throws IOException {
    for (ReadInode each : read) {
      take(each);
    }
  }

  private void take(ReadInode read) throws IOException {
    ReadInode.Entry entry = read.entry();
    try {
      Inode inode = read.inode();
      if (inode.type() == FileType.DIRECTORY) {
        FileNames names = state.contents().names();
        int number = names.addDirectory(entry.directory().number(), entry.name());
        directories.push(new Directory(entry.directory(), entry.name(), inode, number));
      } else if (inode.type() == FileType.FILE) {
        int content = claim(read);
        if (content != ContentOfInode.NONE) {
          contentOf.putIfAbsent(entry.number(), content);
          special.file(fs, entry.directory(), entry.name(), inode, content);
        }
      }
    } catch (MalformedException | UnsupportedException | OutOfRangeException e) {
      problems.add(e);
    }
  }

  /** Returns the file's content, or {@link ContentOfInode#NONE}. */
  private int claim(ReadInode read) throws IOException {
    Inode file = read.inode();
    if (file.size() > PlanLimits.MAX_CONTENT_BYTES) {
      problems.add(fs.type() + ": a file says it has " + file.size() + " bytes");
      return ContentOfInode.NONE;
    }
    Claims claims = state.claims();
    int firstClaim = claims.size();
    ExtentClaims claimed =
        new ExtentClaims(fs.type(), map, place.length(), claims, state.contents().count());
    try {
      read.extents(fs, claimed::add);
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
    Contents contents = state.contents();
    int content =
        contents.add(fsNumber, file.number(), file.size(), firstClaim, claimed.isElsewhere());
    contents.names().name(content, read.entry().directory().number(), read.entry().name());
    return content;
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
