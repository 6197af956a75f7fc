package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import java.io.IOException;

/**
 * $STANDARD_INFORMATION.
 *
 * @param modified time of the last change of the data: 100 ns since 1601
 * @param flags the DOS attributes
 */
record StandardInformation(long modified, int flags) {

  static StandardInformation of(FileRecord file) throws IOException {
    byte[] value = file.value(TYPE_STANDARD_INFORMATION);
    if (value == null || value.length < INFORMATION_SIZE) {
      throw file.malformed("no $STANDARD_INFORMATION");
    }
    return new StandardInformation(
        LittleEndian.i64(value, INFORMATION_MODIFIED), LittleEndian.i32(value, INFORMATION_FLAGS));
  }

  long seconds() {
    return Math.floorDiv(modified, TICKS_PER_SECOND) - EPOCH_SECONDS;
  }

  int nanos() {
    return (int) Math.floorMod(modified, (long) TICKS_PER_SECOND) * 100;
  }
}
