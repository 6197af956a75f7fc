package io.intarsia.store;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.ReferenceTable;
import io.intarsia.store.object.StoredObject;
import java.util.List;
import java.util.Random;

/** Chunks and objects for tests. */
final class Samples {
  /** Small frames and packs, so that little data makes many. */
  static final StoreOptions SMALL = new StoreOptions(4 << 10, 16 << 10, 64 << 10, 3);

  private Samples() {}

  /** A chunk of 1 to 4096 bytes, half of them compressible. */
  static byte[] chunk(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(4096)];
    random.nextBytes(bytes);
    if (random.nextBoolean()) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] &= 3;
      }
    }
    return bytes;
  }

  /** A chunk that differs from another in a few bytes. */
  static byte[] like(byte[] chunk, Random random) {
    byte[] bytes = chunk.clone();
    for (int i = 0; i < 3; i++) {
      bytes[random.nextInt(bytes.length)] ^= 0x55;
    }
    bytes[0] = (byte) ~chunk[0];
    return bytes;
  }

  static Fingerprint fingerprint(byte[] chunk) {
    return Fingerprint.ofChunk(chunk, 0, chunk.length);
  }

  static StoredObject object(char kind, List<Fingerprint> objects, List<Fingerprint> chunks) {
    ReferenceTable references = new ReferenceTable();
    objects.forEach(references::object);
    chunks.forEach(references::chunk);
    return StoredObject.of(kind, references, new byte[] {1, 2, 3});
  }
}
