package io.intarsia.formats.filesystem.fat;

import io.intarsia.formats.MalformedException;
import java.io.IOException;

/** The clusters of a file or directory, one after the other; a circle is an error. */
final class Chain {
  private final Volume volume;
  private int cluster;

  /** A cluster met before, moved up ever more rarely (Brent): a circle comes back to it. */
  private int mark;

  private long steps;
  private long stepsToNextMark = 1;

  Chain(Volume volume, long start) throws IOException {
    this.volume = volume;
    if (!volume.boot().isCluster(start)) {
      throw volume.malformed("cluster " + start + " does not exist");
    }
    this.cluster = (int) start;
    this.mark = cluster;
  }

  int cluster() {
    return cluster;
  }

  /**
   * Goes on to the next cluster; false when there is none.
   *
   * @throws MalformedException for links that lead nowhere or back
   */
  boolean advance() throws IOException {
    volume.step();
    int next = volume.links().after(cluster);
    if (next == Links.END) {
      return false;
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
