package io.intarsia.store.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.store.Inserter;
import io.intarsia.store.Store;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.ReferenceTable;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarksTest {
  @TempDir Path temporary;

  private static Fingerprint put(Inserter inserter, List<Fingerprint> below, int number)
      throws IOException {
    ReferenceTable references = new ReferenceTable();
    below.forEach(references::object);
    byte[] body = {(byte) number, (byte) (number >> 8)};
    return inserter.putObject(StoredObject.of('X', references, body));
  }

  @Test
  void versionsThatShareTheirObjectsAreWalkedOnce() throws IOException {
    try (Store store = Store.create(temporary.resolve("store"), StoreOptions.DEFAULT)) {
      List<Fingerprint> roots = new ArrayList<>();
      try (Inserter inserter = store.inserter()) {
        List<Fingerprint> shared = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
          shared.add(put(inserter, List.of(), i));
        }
        Fingerprint common = put(inserter, shared, 300);
        for (int version = 0; version < 500; version++) {
          roots.add(put(inserter, List.of(common, shared.get(version % 300)), 1000 + version));
        }
        inserter.seal();
      }
      Marks marks = new Marks(store.parts().index().refresh());
      assertThat(walk(store, marks, roots)).isEqualTo(801);
      assertThat(marks.count()).isEqualTo(801);
      assertThat(walk(store, marks, roots)).isZero();
    }
  }

  @Test
  void whatIsStoredAfterTheIndexWasReadIsWalkedOnceToo() throws IOException {
    try (Store store = Store.create(temporary.resolve("store"), StoreOptions.DEFAULT)) {
      Marks marks = new Marks(store.parts().index().refresh());
      Fingerprint root;
      try (Inserter inserter = store.inserter()) {
        root = put(inserter, List.of(put(inserter, List.of(), 1)), 2);
        inserter.seal();
      }
      assertThat(walk(store, marks, List.of(root, root))).isEqualTo(2);
      assertThat(walk(store, marks, List.of(root))).isZero();
      assertThat(marks.count()).isZero();
    }
  }

  /** Returns how many objects were read. */
  private static int walk(Store store, Marks marks, List<Fingerprint> roots) throws IOException {
    int[] read = {0};
    ReferenceWalk walk = new ReferenceWalk(store.reader(), marks::markObject);
    for (Fingerprint root : roots) {
      walk.walk(
          root,
          new ReferenceWalk.Visitor() {
            @Override
            public boolean object(Fingerprint fingerprint, StoredObject object, int depth) {
              read[0]++;
              return true;
            }

            @Override
            public void chunk(Fingerprint chunk, Fingerprint referrer) throws IOException {
              marks.markChunk(chunk);
            }
          });
    }
    return read[0];
  }
}
