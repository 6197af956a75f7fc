package io.intarsia.library.checkin.plan;

/** Content numbers by inode number, of one file system, and where its names begin. */
public final class ContentOfInode {
  /** What {@link #get} returns for an inode whose bytes could not be planned. */
  public static final int NONE = LongIntMap.ABSENT;

  private final LongIntMap map;
  private final int root;

  ContentOfInode(LongIntMap map, int root) {
    this.map = map;
    this.root = root;
  }

  /** Of a file system of which no file is listed. */
  static ContentOfInode none() {
    return new ContentOfInode(new LongIntMap(), FileNames.NONE);
  }

  /** The root's number in {@link FileNames}, or none where no file is listed. */
  public int root() {
    return root;
  }

  /** The content's number, or {@link #NONE}. */
  public int get(long inodeNumber) {
    return map.get(inodeNumber);
  }
}
