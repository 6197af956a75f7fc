package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.filesystem.FileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

  Contents(ByteSource disk, Claims claims) {
    this.disk = disk;
    this.claims = claims;
  }

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
    return count++;
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

  /**
   * The first offset at or after the given one that a claim covers, so that everything between is a
   * hole; the content's size when there is none. A content that is read elsewhere is all data.
   */
  public long nextClaimed(int content, long offset) {
    if (elsewhere[content]) {
      return offset;
    }
    int claim = firstClaimEndingAfter(content, offset);
    return claim < firstClaim[content + 1] ? Math.max(offset, claims.file(claim)) : size[content];
  }

  /** Reads bytes of a content; holes come as zeros. */
  public void read(int content, long offset, byte[] target, int targetOffset, int length)
      throws IOException {
    if (elsewhere[content]) {
      readElsewhere(content, offset, target, targetOffset, length);
      return;
    }
    long end = offset + length;
    long filled = offset;
    for (int claim = firstClaimEndingAfter(content, offset);
        claim < firstClaim[content + 1] && claims.file(claim) < end;
        claim++) {
      long from = Math.max(offset, claims.file(claim));
      long to = Math.min(end, claims.file(claim) + claims.length(claim));
      long at = claims.disk(claim) + (from - claims.file(claim));
      Arrays.fill(
          target,
          targetOffset + (int) (filled - offset),
          targetOffset + (int) (from - offset),
          (byte) 0);
      DiskReads.read(disk, at, target, targetOffset + (int) (from - offset), (int) (to - from));
      filled = to;
    }
    Arrays.fill(target, targetOffset + (int) (filled - offset), targetOffset + length, (byte) 0);
  }

  private void readElsewhere(int content, long offset, byte[] target, int targetOffset, int length)
      throws IOException {
    FileSystem fs = fileSystems.get(fileSystem[content]);
    try (ByteSource file = fs.open(fs.inode(inode[content]))) {
      Ranges.check(file, offset, length);
      file.read(offset, target, targetOffset, length);
    }
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
