package io.intarsia.store.crypt;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.session.Coordination;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two files of keys. A change writes one after the other, so that the copy is behind while it
 * is under way, and stays so where it was interrupted.
 */
final class KeyCopies {
  private final BlobStore raw;
  private final List<DamagedException> damages = new ArrayList<>();
  private final @Nullable KeyFile first;
  private final @Nullable KeyFile copy;

  /** Reads both; the copy, which is written last, is read first and never seems ahead. */
  private KeyCopies(BlobStore raw) throws IOException {
    this.raw = raw;
    this.copy = read(KeyFile.COPY);
    this.first = read(KeyFile.KEY);
    if (first != null && copy != null && !isSame(first, copy) && !isBehind(first, copy)) {
      damages.add(new DamagedException(KeyFile.COPY, "it is not a copy of " + KeyFile.KEY));
    }
  }

  private @Nullable KeyFile read(String name) throws IOException {
    try {
      return KeyFile.read(raw, name);
    } catch (DamagedException e) {
      damages.add(e);
      return null;
    }
  }

  private static boolean isSame(KeyFile first, KeyFile copy) {
    return Arrays.equals(first.encode(), copy.encode());
  }

  private static boolean isBehind(KeyFile first, KeyFile copy) {
    return Arrays.equals(first.storeId(), copy.storeId()) && copy.generation() < first.generation();
  }

  /** What is damaged of the two. */
  static List<DamagedException> check(BlobStore raw) throws IOException {
    return new KeyCopies(raw).damages;
  }

  /** Ends a change that was interrupted between the two. */
  static void complete(BlobStore raw, Coordination coordination) throws IOException {
    if (new KeyCopies(raw).isCopyBehind()) {
      try (var _ = coordination.lock(Coordination.Lock.COMMIT)) {
        KeyCopies now = new KeyCopies(raw);
        if (now.isCopyBehind()) {
          now.write(KeyFile.COPY, now.first);
        }
      }
    }
  }

  private boolean isCopyBehind() {
    return first != null && copy != null && isBehind(first, copy);
  }

  /**
   * Writes what is damaged again from the other one.
   *
   * @return the names of what was
   */
  static List<String> repair(BlobStore raw, Coordination coordination) throws IOException {
    try (var _ = coordination.lock(Coordination.Lock.COMMIT)) {
      KeyCopies now = new KeyCopies(raw);
      List<String> repaired = new ArrayList<>();
      for (DamagedException damage : now.damages) {
        KeyFile source = damage.file().equals(KeyFile.KEY) ? now.copy : now.first;
        if (source != null) {
          now.write(damage.file(), source);
          repaired.add(damage.file());
        }
      }
      return repaired;
    }
  }

  /** Who wrote the source may have died before it was durable. */
  private void write(String name, @Nullable KeyFile source) throws IOException {
    if (source != null) {
      raw.sync("");
      Blobs.write(raw, name, source.encode());
    }
  }
}
