package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import org.jspecify.annotations.Nullable;

/**
 * Update sequences: the last two bytes of each 512 are replaced on disk by a number that says that
 * the whole record was written.
 */
final class Fixups {
  private Fixups() {}

  /**
   * Puts the bytes of a record back into place.
   *
   * @param magic which the record must bear
   * @return what is wrong with the record, which then is not to be used; null when nothing is
   */
  static @Nullable String apply(byte[] record, int magic) {
    if (LittleEndian.i32(record, RECORD_MAGIC) != magic) {
      return "no magic";
    }
    int offset = LittleEndian.u16(record, RECORD_FIXUP_OFFSET);
    int strides = LittleEndian.u16(record, RECORD_FIXUP_COUNT) - 1;
    boolean fits =
        strides == record.length / FIXUP_STRIDE
            && (offset & 1) == 0
            && offset + 2 * (strides + 1) <= FIXUP_STRIDE - 2;
    if (!fits) {
      return "update sequence does not fit";
    }
    int number = LittleEndian.u16(record, offset);
    for (int i = 1; i <= strides; i++) {
      if (LittleEndian.u16(record, i * FIXUP_STRIDE - 2) != number) {
        return "update sequence: not written in full";
      }
    }
    for (int i = 1; i <= strides; i++) {
      record[i * FIXUP_STRIDE - 2] = record[offset + 2 * i];
      record[i * FIXUP_STRIDE - 1] = record[offset + 2 * i + 1];
    }
    return null;
  }
}
