package io.intarsia.store.maintenance;

import io.intarsia.store.blob.DirectoryBlobs;
import io.intarsia.store.crypt.StoreKeys;
import io.intarsia.store.session.Condemned;
import io.intarsia.store.session.Coordination;
import io.intarsia.store.session.LocalCoordination;
import io.intarsia.store.session.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Replaces a damaged {@code condemned} by one that names no pack. */
public final class CondemnedReset {
  private CondemnedReset() {}

  /**
   * Replaces the file. Its epoch is beyond all that sessions at work have seen. Afterwards the
   * index is to be rebuilt, which retires the objects that nobody may build on.
   */
  public static void run(Path directory, StoreKeys keys) throws IOException {
    Coordination coordination = new LocalCoordination(directory);
    try (Session session = coordination.begin();
        var _ = coordination.lock(Coordination.Lock.GC);
        var _ = coordination.lock(Coordination.Lock.INDEX);
        var _ = coordination.lock(Coordination.Lock.COMMIT)) {
      Map<Long, Long> others = new HashMap<>(coordination.sweep());
      others.remove(session.id());
      long epoch = 0;
      for (long seen : others.values()) {
        epoch = Math.max(epoch, seen);
      }
      new Condemned(epoch + 1, Map.of())
          .write(keys.blobs(new DirectoryBlobs(directory, session.name())));
    }
  }
}
