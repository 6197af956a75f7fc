package io.intarsia.formats.filesystem.fat;

/**
 * Which directory each cluster of directories belongs to, as far as they were listed; exFAT and ISO
 * 9660 use it too. Where many directories had the same clusters, listing them all would take a time
 * that the size of the disk does not bound. Safe for use by several threads at once.
 *
 * <p>An open hash table of at most 24 MiB.
 */
public final class DirectoryClusters {
  private static final int FIRST_SLOTS = 1 << 10;
  private static final int MAX_CLUSTERS = 1 << 20;
  private static final int HASH = 0x9E3779B9;

  /** No cluster has the number 0. */
  private int[] clusters = new int[FIRST_SLOTS];

  private long[] directories = new long[FIRST_SLOTS];
  private int count;

  /** Creates an empty one. */
  public DirectoryClusters() {}

  /**
   * Gives a cluster to a directory.
   *
   * @param cluster an unsigned number, not 0
   * @return whether it has the cluster: false when another directory has it, or when a million
   *     others are known
   */
  public synchronized boolean claim(int cluster, long directory) {
    int slot = slot(cluster);
    if (clusters[slot] == cluster) {
      return directories[slot] == directory;
    }
    if (count == MAX_CLUSTERS) {
      return false;
    }
    clusters[slot] = cluster;
    directories[slot] = directory;
    if (++count > clusters.length / 2) {
      grow();
    }
    return true;
  }

  /** Where a cluster is, or would be. */
  private int slot(int cluster) {
    int mask = clusters.length - 1;
    int slot = (cluster * HASH) >>> Integer.numberOfLeadingZeros(mask);
    while (clusters[slot] != 0 && clusters[slot] != cluster) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldClusters = clusters;
    long[] oldDirectories = directories;
    clusters = new int[oldClusters.length * 2];
    directories = new long[clusters.length];
    for (int i = 0; i < oldClusters.length; i++) {
      if (oldClusters[i] != 0) {
        int slot = slot(oldClusters[i]);
        clusters[slot] = oldClusters[i];
        directories[slot] = oldDirectories[i];
      }
    }
  }
}
