package io.intarsia.formats.filesystem.exfat;

import io.intarsia.formats.MalformedException;
import java.io.IOException;

/**
 * The clusters of an allocation, one after the other: neighbours when it has no chain in the FAT. A
 * circle is an error.
 */
final class Chain {
  private final Volume volume;
  private final boolean contiguous;
  private long cluster;

  /** A cluster met before, moved up ever more rarely (Brent): a circle comes back to it. */
  private long mark;

  private long steps;
  private long stepsToNextMark = 1;

  Chain(Volume volume, long start, boolean contiguous) throws IOException {
    this.volume = volume;
    this.contiguous = contiguous;
    this.cluster = start;
    this.mark = start;
    if (!volume.boot().isCluster(start)) {
      throw volume.malformed("cluster " + start + " does not exist");
    }
  }

  long cluster() {
    return cluster;
  }

  /**
   * Goes on to the next cluster; false at the end of the chain, which neighbours have none of.
   *
   * @throws MalformedException for links that lead nowhere or back
   */
  boolean advance() throws IOException {
    volume.step();
    int link = contiguous ? (int) (cluster + 1) : volume.link(cluster);
    if (link == ExfatLayout.END_OF_CHAIN) {
      return false;
    }
    long next = Integer.toUnsignedLong(link);
    if (!volume.boot().isCluster(next)) {
      throw volume.malformed("after cluster " + cluster + ": cluster " + next + " does not exist");
    }
    if (next == mark) {
      throw volume.malformed("the chain of cluster " + next + " is a circle");
    }
    if (++steps == stepsToNextMark) {
      steps = 0;
      stepsToNextMark *= 2;
      mark = next;
    }
    cluster = next;
    return true;
  }
}
