package io.intarsia.store.simulation;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.RecordLog;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.maintenance.RootsSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A version that came or went, as a record.
 *
 * @param isRemoval whether it went
 * @param id of the version
 * @param root its topmost object
 */
record VersionRecord(boolean isRemoval, long id, Fingerprint root) {
  private static final int ROOT = 9;

  byte[] encode() {
    byte[] bytes = new byte[ROOT + Fingerprint.LENGTH];
    bytes[0] = (byte) (isRemoval ? 1 : 0);
    LittleEndian.put64(bytes, 1, id);
    root.write(bytes, ROOT);
    return bytes;
  }

  static VersionRecord decode(byte[] bytes) {
    return new VersionRecord(
        bytes[0] == 1, LittleEndian.i64(bytes, 1), Fingerprint.read(bytes, ROOT));
  }

  /** The versions that the records leave. */
  static Map<Long, Fingerprint> versions(RecordLog records) throws IOException {
    Map<Long, Fingerprint> versions = new TreeMap<>();
    for (long number = 1; records.exists(number); number++) {
      VersionRecord record = decode(records.read(number));
      if (record.isRemoval) {
        versions.remove(record.id);
      } else {
        versions.put(record.id, record.root);
      }
    }
    return versions;
  }

  static RootsSource.Roots newest(RecordLog records) throws IOException {
    TreeMap<Long, Fingerprint> versions = new TreeMap<>(versions(records));
    List<Fingerprint> newest =
        versions.isEmpty() ? List.of() : List.of(versions.lastEntry().getValue());
    return new RootsSource.Roots(newest, records.last());
  }

  static RootsSource.Roots roots(RecordLog records) throws IOException {
    Map<Long, Fingerprint> versions = versions(records);
    return new RootsSource.Roots(List.copyOf(versions.values()), records.last());
  }
}
