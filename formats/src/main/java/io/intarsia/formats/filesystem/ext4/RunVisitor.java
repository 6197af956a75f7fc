package io.intarsia.formats.filesystem.ext4;

import java.io.IOException;

/** Takes the runs of a file's map, in ascending order of logical blocks. */
@FunctionalInterface
interface RunVisitor {
  /**
   * @param logical first block in the file
   * @param physical first block in the file system
   * @param count of blocks, positive
   * @param written false when they read as zeros whatever the disk holds
   */
  void run(long logical, long physical, long count, boolean written) throws IOException;
}
