package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.OutOfRangeException;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.partition.VolumeMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The regular files of a disk, numbered from 0, and how to read them. About 24 bytes each beside
 * their claims. Reading is safe for several threads once the plan is made.
 */
public final class Contents {
  private final ByteSource disk;
  private final Claims claims;
  private final List<FileSystem> fileSystems = new ArrayList<>();
  private long[] inode = new long[1024];
  private long[] size = new long[1024];
  private int[] firstClaim = new int[1025];
  private short[] fileSystem = new short[1024];
  private boolean[] elsewhere = new boolean[1024];
  private int count;

  /** The content that has its first claim at a place; later ones there replace earlier ones. */
  private final LongIntMap atPlace = new LongIntMap();

  private final FileNames names = new FileNames();

  private final Map<Thread, OpenFile> openFiles = new ConcurrentHashMap<>();
  private final Map<Integer, String> failures = new ConcurrentHashMap<>();

  /** A file that a thread reads, probably from its start to its end. */
  private record OpenFile(int content, ByteSource source) {}

  Contents(ByteSource disk, Claims claims) {
    this.disk = disk;
    this.claims = claims;
  }

  /** Where contents have their names. */
  public FileNames names() {
    return names;
  }

  /** Adds a file system; returns its number. */
  int addFileSystem(FileSystem newFileSystem) {
    fileSystems.add(newFileSystem);
    return fileSystems.size() - 1;
  }

  /**
   * Adds a content whose claims have just been added.
   *
   * @param firstClaimIndex its first claim
   * @param readElsewhere whether its bytes come from the file system's reader instead of the claims
   */
  int add(int fs, long inodeNumber, long sizeBytes, int firstClaimIndex, boolean readElsewhere) {
    if (count == inode.length) {
      inode = Arrays.copyOf(inode, count * 2);
      size = Arrays.copyOf(size, count * 2);
      firstClaim = Arrays.copyOf(firstClaim, count * 2 + 1);
      fileSystem = Arrays.copyOf(fileSystem, count * 2);
      elsewhere = Arrays.copyOf(elsewhere, count * 2);
    }
    inode[count] = inodeNumber;
    size[count] = sizeBytes;
    firstClaim[count] = firstClaimIndex;
    firstClaim[count + 1] = claims.size();
    fileSystem[count] = (short) fs;
    elsewhere[count] = readElsewhere;
    if (firstClaimIndex < claims.size()) {
      atPlace.put(claims.disk(firstClaimIndex), count);
    }
    return count++;
  }

  /**
   * A content that consists of the same bytes of the disks as the claims from the given one on
   * (files that share their blocks), or {@link ContentOfInode#NONE}.
   */
  int sameAs(long sizeBytes, int firstClaimIndex) {
    int claimCount = claims.size() - firstClaimIndex;
    int known = claimCount == 0 ? LongIntMap.ABSENT : atPlace.get(claims.disk(firstClaimIndex));
    if (known == LongIntMap.ABSENT
        || known >= count
        || size[known] != sizeBytes
        || firstClaim[known + 1] - firstClaim[known] != claimCount) {
      return ContentOfInode.NONE;
    }
    for (int i = 0; i < claimCount; i++) {
      if (!claims.same(firstClaim[known] + i, firstClaimIndex + i)) {
        return ContentOfInode.NONE;
      }
    }
    return known;
  }

  void truncate(int newCount) {
    count = newCount;
  }

  public int count() {
    return count;
  }

  /** Logical size in bytes. */
  public long size(int content) {
    return size[content];
  }

  /** Visits the places that a content claims, in order of its bytes. */
  void visitClaims(int content, VolumeMap.PlaceVisitor visitor) throws IOException {
    for (int claim = firstClaim[content]; claim < firstClaim[content + 1]; claim++) {
      visitor.place(claims.file(claim), claims.disk(claim), claims.length(claim));
    }
  }

  /** Whether the content's bytes come from the file system's reader. */
  public boolean isElsewhere(int content) {
    return elsewhere[content];
  }

  /**
   * The first offset at or after the given one that is not known to be a hole; the content's size
   * when there is none.
   */
  public long nextClaimed(int content, long offset) throws IOException {
    if (elsewhere[content]) {
      return nextElsewhere(content, offset);
    }
    int claim = firstClaimEndingAfter(content, offset);
    return claim < firstClaim[content + 1] ? Math.max(offset, claims.file(claim)) : size[content];
  }

  /** What cannot be opened here is found to be so again when it is read. */
  private long nextElsewhere(int content, long offset) throws IOException {
    try {
      return Math.clamp(open(content).nextData(offset), offset, size[content]);
    } catch (MalformedException | UnsupportedException | OutOfRangeException e) {
      return offset;
    }
  }

  /** Notes that a content cannot be read, so that only the blocks hold it. */
  public void fail(int content, Exception problem) {
    String message = problem.getMessage();
    failures.putIfAbsent(content, message == null ? problem.getClass().getSimpleName() : message);
  }

  /** Why a content cannot be read, or null when that is not known. */
  public @Nullable String failure(int content) {
    return failures.isEmpty() ? null : failures.get(content);
  }

  /**
   * Reads bytes of a content; holes come as zeros.
   *
   * @throws MalformedException for a content that {@linkplain #isElsewhere is elsewhere}, as {@link
   *     UnsupportedException} and {@link OutOfRangeException}
   */
  public void read(int content, long offset, byte[] target, int targetOffset, int length)
      throws IOException {
    if (elsewhere[content]) {
      readElsewhere(content, offset, target, targetOffset, length);
      return;
    }
    DiskReads reads = new DiskReads(disk, target);
    read(content, offset, reads, targetOffset, length);
    reads.finish();
  }

  /**
   * The same for a content that is not {@linkplain #isElsewhere elsewhere}, together with what else
   * is read.
   */
  public void read(int content, long offset, DiskReads reads, int targetOffset, int length)
      throws IOException {
    long end = offset + length;
    long filled = offset;
    for (int claim = firstClaimEndingAfter(content, offset);
        claim < firstClaim[content + 1] && claims.file(claim) < end;
        claim++) {
      long from = Math.max(offset, claims.file(claim));
      long to = Math.min(end, claims.file(claim) + claims.length(claim));
      long at = claims.disk(claim) + (from - claims.file(claim));
      reads.addZeros(targetOffset + (int) (filled - offset), targetOffset + (int) (from - offset));
      reads.add(at, targetOffset + (int) (from - offset), (int) (to - from));
      filled = to;
    }
    reads.addZeros(targetOffset + (int) (filled - offset), targetOffset + length);
  }

  private void readElsewhere(int content, long offset, byte[] target, int targetOffset, int length)
      throws IOException {
    ByteSource file = open(content);
    Ranges.check(file, offset, length);
    DiskReads.read(file, offset, target, targetOffset, length);
  }

  /** The file, kept open for the next read of this thread. */
  private ByteSource open(int content) throws IOException {
    OpenFile known = openFiles.get(Thread.currentThread());
    if (known != null && known.content() == content) {
      return known.source();
    }
    FileSystem fs = fileSystems.get(fileSystem[content]);
    ByteSource file = fs.open(fs.inode(inode[content]));
    openFiles.put(Thread.currentThread(), new OpenFile(content, file));
    if (known != null) {
      known.source().close();
    }
    return file;
  }

  private int firstClaimEndingAfter(int content, long offset) {
    int low = firstClaim[content];
    int high = firstClaim[content + 1];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (claims.file(middle) + claims.length(middle) > offset) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
