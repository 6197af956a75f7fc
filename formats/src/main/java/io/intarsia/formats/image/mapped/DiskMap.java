package io.intarsia.formats.image.mapped;

import java.io.IOException;

/** Says where the bytes of a disk are. For several threads at once. */
@FunctionalInterface
public interface DiskMap {

  /**
   * The run that begins at a place of the disk.
   *
   * @param offset inside the disk
   * @param limit positive; the run is cut to that many bytes
   * @throws io.intarsia.formats.MalformedException when the map is wrong there
   */
  Mapping at(long offset, long limit) throws IOException;
}
