package io.intarsia.library.checkin.plan;

import java.util.Arrays;

/**
 * Where contents have their names, each the first that a walk met: enough to look for the same path
 * in another version. Of names only hashes are kept, so what is found may be another file's. 12
 * bytes for each content and each directory.
 */
public final class FileNames {
  /** No directory: where a content has no name, and above roots. */
  public static final int NONE = -1;

  private int[] parent = new int[256];
  private int[] directoryHash = new int[256];
  private int[] directoryKin = new int[256];
  private int directories;
  private int[] directoryOf = new int[0];
  private int[] hashOf = new int[0];
  private int[] kinOf = new int[0];

  /** The hash of a name. */
  public static int hash(byte[] name) {
    return Arrays.hashCode(name);
  }

  /** A hash that names have in common which differ in numbers only: those of versions. */
  public static int kin(byte[] name) {
    int hash = 1;
    boolean inNumber = false;
    for (byte each : name) {
      boolean isDigit = each >= '0' && each <= '9';
      if (!isDigit || !inNumber) {
        hash = 31 * hash + (isDigit ? '0' : each);
      }
      inNumber = isDigit;
    }
    return hash;
  }

  /**
   * Adds a directory; returns its number.
   *
   * @param inDirectory {@link #NONE} for a root
   */
  int addDirectory(int inDirectory, byte[] name) {
    if (directories == parent.length) {
      parent = Arrays.copyOf(parent, directories * 2);
      directoryHash = Arrays.copyOf(directoryHash, directories * 2);
      directoryKin = Arrays.copyOf(directoryKin, directories * 2);
    }
    parent[directories] = inDirectory;
    directoryHash[directories] = hash(name);
    directoryKin[directories] = kin(name);
    return directories++;
  }

  /** Gives a content a name, in place of any that it had. */
  void name(int content, int inDirectory, byte[] name) {
    if (content >= directoryOf.length) {
      int length = Math.max(1024, content * 2);
      int known = directoryOf.length;
      directoryOf = Arrays.copyOf(directoryOf, length);
      Arrays.fill(directoryOf, known, length, NONE);
      hashOf = Arrays.copyOf(hashOf, length);
      kinOf = Arrays.copyOf(kinOf, length);
    }
    directoryOf[content] = inDirectory;
    hashOf[content] = hash(name);
    kinOf[content] = kin(name);
  }

  /** The directory in which a content has its name, or {@link #NONE}. */
  public int directoryOf(int content) {
    return content < directoryOf.length ? directoryOf[content] : NONE;
  }

  /** {@link #hash} of a content's name. */
  public int hashOf(int content) {
    return hashOf[content];
  }

  /** {@link #kin} of a content's name. */
  public int kinOf(int content) {
    return kinOf[content];
  }

  /** The directory around a directory; {@link #NONE} for a root. */
  public int parent(int directory) {
    return parent[directory];
  }

  /** {@link #hash} of a directory's name. */
  public int directoryHash(int directory) {
    return directoryHash[directory];
  }

  /** {@link #kin} of a directory's name. */
  public int directoryKin(int directory) {
    return directoryKin[directory];
  }
}
