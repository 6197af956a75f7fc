package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import java.io.IOException;

/** $UpCase: the upper-case letter of each 16-bit unit, by which names are ordered. */
final class UpCase {
  private static final int UNITS = 1 << 16;

  private final byte[] table;

  private UpCase(byte[] table) {
    this.table = table;
  }

  static UpCase read(Mft mft) throws IOException {
    FileRecord record = FileRecord.read(mft, RECORD_UPCASE);
    Stream stream = record.stream(TYPE_DATA, Attribute.NO_NAME);
    if (stream == null) {
      throw record.malformed("$UpCase has no data");
    }
    return new UpCase(stream.read(mft.volume(), 2 * UNITS));
  }

  private int upper(byte[] name, int at) {
    int unit = LittleEndian.u16(name, at);
    return 2 * unit + 1 < table.length ? LittleEndian.u16(table, 2 * unit) : unit;
  }

  /** Compares names of so many units at places in arrays, whatever their case. */
  int compare(byte[] a, int aFrom, int aUnits, byte[] b, int bFrom, int bUnits) {
    for (int i = 0; i < Math.min(aUnits, bUnits); i++) {
      int order = upper(a, aFrom + 2 * i) - upper(b, bFrom + 2 * i);
      if (order != 0) {
        return order;
      }
    }
    return aUnits - bUnits;
  }
}
