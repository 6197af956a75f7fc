package io.intarsia.formats.filesystem.xfs;

import java.io.IOException;

/** Takes the runs of a fork's map, in ascending order of logical blocks. */
@FunctionalInterface
interface RunVisitor {
  /**
   * @param logical first block in the fork
   * @param physical number of the first block in the file system, see {@link Volume}
   * @param count of blocks, positive
   * @param written false when they read as zeros whatever the disk holds
   */
  void run(long logical, long physical, long count, boolean written) throws IOException;
}
