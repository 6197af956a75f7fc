package io.intarsia.library.checkin.plan;

/** Content numbers by inode number, of one file system. */
public final class ContentOfInode {
  /** What {@link #get} returns for an inode whose bytes could not be planned. */
  public static final int NONE = LongIntMap.ABSENT;

  private final LongIntMap map;

  ContentOfInode(LongIntMap map) {
    this.map = map;
  }

  /** Of a file system of which no file is listed. */
  static ContentOfInode none() {
    return new ContentOfInode(new LongIntMap());
  }

  /** The content's number, or {@link #NONE}. */
  public int get(long inodeNumber) {
    return map.get(inodeNumber);
  }
}
