package io.intarsia.store.simulation;

import io.intarsia.store.Inserter;
import io.intarsia.store.Resembled;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.ReferenceTable;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What versions are made of: few chunks and directories, which many versions share. */
final class Pieces {
  private static final int CHUNKS = 60;
  private static final int DIRECTORIES = 10;
  private static final int CHUNKS_OF_LEAF = 5;
  private static final long RUN = 1 << 20;
  private static final byte[][] BYTES = new byte[CHUNKS][];

  static {
    for (int i = 0; i < CHUNKS; i++) {
      Random random = new Random(i);
      byte[] bytes = new byte[300 + random.nextInt(2200)];
      random.nextBytes(bytes);
      BYTES[i] = i % 2 == 0 ? bytes : changed(BYTES[i - 1], random);
    }
  }

  private static byte[] changed(byte[] like, Random random) {
    byte[] bytes = like.clone();
    bytes[random.nextInt(bytes.length)]++;
    return bytes;
  }

  private Pieces() {}

  /** Puts a version; what is known as a whole is not looked into, as a check-in does it. */
  static Fingerprint put(Inserter inserter, Random choice, long id) throws IOException {
    List<Fingerprint> directories = new ArrayList<>();
    for (int i = 0; i < 1 + choice.nextInt(3); i++) {
      directories.add(putDirectory(inserter, choice.nextInt(DIRECTORIES)));
    }
    // objects without chunks, which keep packs of objects alive whose other objects are dead
    directories.add(putObject(inserter, (char) choice.nextInt(60), List.of(), List.of()));
    // half of the versions are like others
    char kind = (char) (choice.nextBoolean() ? 1000 + id : 999);
    return putObject(inserter, kind, directories, List.of());
  }

  private static Fingerprint putDirectory(Inserter inserter, int number) throws IOException {
    List<Fingerprint> leaves = new ArrayList<>();
    for (int leaf = number; leaf < number + 3; leaf++) {
      leaves.add(putLeaf(inserter, leaf));
    }
    return putObject(inserter, 'M', leaves, List.of());
  }

  private static Fingerprint putLeaf(Inserter inserter, int leaf) throws IOException {
    List<Fingerprint> below = new ArrayList<>();
    for (int i = 0; i < CHUNKS_OF_LEAF; i++) {
      byte[] bytes = BYTES[(leaf * 4 + i) % CHUNKS];
      below.add(inserter.fingerprints().ofChunk(bytes, 0, bytes.length));
    }
    StoredObject object = object('D', List.of(), below);
    Fingerprint fingerprint = inserter.fingerprint(object);
    if (!inserter.reference(fingerprint)) {
      for (int i = 0; i < CHUNKS_OF_LEAF; i++) {
        int number = (leaf * 4 + i) % CHUNKS;
        byte[] bytes = BYTES[number];
        byte[] like = BYTES[number ^ 1];
        inserter.putChunk(
            below.get(i),
            bytes,
            0,
            bytes.length,
            () -> new Resembled(inserter.fingerprints().ofChunk(like, 0, like.length), RUN));
      }
      inserter.putObject(object);
    }
    return fingerprint;
  }

  private static Fingerprint putObject(
      Inserter inserter, char kind, List<Fingerprint> objects, List<Fingerprint> chunks)
      throws IOException {
    return inserter.putObject(object(kind, objects, chunks));
  }

  private static StoredObject object(
      char kind, List<Fingerprint> objects, List<Fingerprint> chunks) {
    ReferenceTable references = new ReferenceTable();
    objects.forEach(references::object);
    chunks.forEach(references::chunk);
    return StoredObject.of('I', references, new byte[] {(byte) (kind >> 8), (byte) kind});
  }
}
