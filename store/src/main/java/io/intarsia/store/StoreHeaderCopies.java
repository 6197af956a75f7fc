package io.intarsia.store;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.session.Coordination;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The header of a store and its copy, for the maintenance of them. */
public final class StoreHeaderCopies {
  private static final List<String> KEYS = List.of(StoreHeaderFile.KEY, StoreHeaderFile.COPY);

  private final BlobStore raw;
  private final Map<String, StoreHeader> sound = new TreeMap<>();
  private final List<DamagedException> damages = new ArrayList<>();

  private StoreHeaderCopies(BlobStore raw) throws IOException {
    this.raw = raw;
    for (String key : KEYS) {
      try {
        sound.put(key, StoreHeaderFile.read(raw, key));
      } catch (NoSuchFileException e) {
        damages.add(new DamagedException(key, "it is missing"));
      } catch (DamagedException e) {
        damages.add(e);
      } catch (StoreException e) {
        damages.add(new DamagedException(key, String.valueOf(e.getMessage())));
      }
    }
    StoreHeader header = sound.get(StoreHeaderFile.KEY);
    StoreHeader copy = sound.get(StoreHeaderFile.COPY);
    if (header != null && copy != null && !header.equals(copy)) {
      String what =
          "it is not a copy of " + StoreHeaderFile.KEY + ": one of them is another store's";
      damages.add(new DamagedException(StoreHeaderFile.COPY, what));
    }
  }

  /**
   * What is damaged of the two.
   *
   * @param raw the files as they are
   */
  public static List<DamagedException> check(BlobStore raw) throws IOException {
    return new StoreHeaderCopies(raw).damages;
  }

  /**
   * Writes again what is damaged from the other one, if that is sound. Of two that are sound and
   * differ nobody here can tell which is the store's.
   *
   * @param raw the files as they are, to be written in a session
   * @return the names of the files that were written
   */
  public static List<String> repair(BlobStore raw, Coordination coordination) throws IOException {
    try (var _ = coordination.lock(Coordination.Lock.COMMIT)) {
      return new StoreHeaderCopies(raw).repair();
    }
  }

  private List<String> repair() throws IOException {
    List<String> repaired = new ArrayList<>();
    if (sound.size() != 1) {
      return repaired;
    }
    StoreHeader header = sound.values().iterator().next();
    for (DamagedException damage : damages) {
      Blobs.write(raw, damage.file(), StoreHeaderFile.encode(header));
      repaired.add(damage.file());
    }
    return repaired;
  }
}
