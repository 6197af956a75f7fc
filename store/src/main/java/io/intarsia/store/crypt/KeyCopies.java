package io.intarsia.store.crypt;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.session.Coordination;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The two files of keys, as they were read. A change writes one after the other, so that the copy
 * is behind while it is under way, and stays so where it was interrupted; the first is behind only
 * where somebody put an older one back. What can be used is never overwritten by what a key does
 * not prove to be newer.
 */
final class KeyCopies {
  private final BlobStore raw;
  private final byte @Nullable [] storeId;
  private final Map<String, StoreException> unusable = new LinkedHashMap<>();
  private final @Nullable KeyFile first;
  private final @Nullable KeyFile copy;

  /** Reads both; the copy, which is written last, is read first and never seems ahead. */
  private KeyCopies(BlobStore raw, byte @Nullable [] storeId, boolean needsCopy)
      throws IOException {
    this.raw = raw;
    this.storeId = storeId;
    this.copy = needsCopy ? read(KeyFile.COPY) : readIfPossible();
    this.first = read(KeyFile.KEY);
  }

  /**
   * Reads both, to open the store; a disk that cannot read the copy is no hindrance.
   *
   * @param storeId of the store; null where its header cannot be read
   */
  static KeyCopies toOpen(BlobStore raw, byte @Nullable [] storeId) throws IOException {
    return new KeyCopies(raw, storeId, false);
  }

  /**
   * Reads both, to write others in their place.
   *
   * @throws StoreException if one is of a version that is not known, or it cannot be told which of
   *     the two is the newer
   */
  static KeyCopies toChange(BlobStore raw, byte @Nullable [] storeId) throws IOException {
    KeyCopies copies = new KeyCopies(raw, storeId, true);
    for (StoreException problem : copies.unusable.values()) {
      if (!(problem instanceof DamagedException)) {
        throw problem;
      }
    }
    if (copies.isForked()) {
      throw forked();
    }
    return copies;
  }

  private @Nullable KeyFile readIfPossible() throws IOException {
    try {
      return read(KeyFile.COPY);
    } catch (ClosedChannelException e) {
      throw e; // by an interrupt
    } catch (IOException e) {
      return null;
    }
  }

  private @Nullable KeyFile read(String name) throws IOException {
    try {
      KeyFile file = KeyFile.read(raw, name);
      if (storeId != null && !Arrays.equals(storeId, file.storeId())) {
        throw new DamagedException(
            name, "it does not have the id that is in the file store: one of them is another's");
      }
      return file;
    } catch (StoreException e) {
      unusable.put(name, e);
      return null;
    }
  }

  /**
   * Makes sure that one of the two can be used.
   *
   * @throws StoreException if none can
   */
  void requireUsable() throws StoreException {
    if (first == null && copy == null) {
      throw nothingUsable();
    }
  }

  /**
   * Those that can be used, the newer first.
   *
   * @throws StoreException if none can
   */
  private List<KeyFile> usable() throws StoreException {
    requireUsable();
    if (first == null) {
      return List.of(Objects.requireNonNull(copy));
    }
    if (copy == null || first.isSame(copy)) {
      return List.of(first);
    }
    return copy.generation() > first.generation() ? List.of(copy, first) : List.of(first, copy);
  }

  /** Opens a file of keys. */
  @FunctionalInterface
  interface Opener<T> {
    /**
     * @return null where the file has no slot for the key
     * @throws DamagedException if somebody without the keys changed it
     */
    @Nullable T open(String name, KeyFile file) throws DamagedException;
  }

  /**
   * Opens the newer, which says which keys open the store; the other one only if that was changed.
   *
   * @return null where it has no slot for the key
   * @throws StoreException if none can be used
   */
  <T> @Nullable T open(Opener<T> opener) throws StoreException {
    DamagedException problem = null;
    for (KeyFile file : usable()) {
      try {
        T found = opener.open(name(file), file);
        if (found != null || problem == null) {
          return found;
        }
      } catch (DamagedException e) {
        problem = problem == null ? e : problem;
      }
    }
    throw Objects.requireNonNull(problem);
  }

  private StoreException nothingUsable() {
    StoreException problem =
        unusable.getOrDefault(KeyFile.KEY, new DamagedException(KeyFile.KEY, "it is missing"));
    StoreException other = unusable.get(KeyFile.COPY);
    if (other != null) {
      problem.addSuppressed(other);
    }
    return problem;
  }

  /** What a file is called. */
  private String name(KeyFile file) {
    return first == null || !first.isSame(file) ? KeyFile.COPY : KeyFile.KEY;
  }

  private boolean isForked() {
    return first != null
        && copy != null
        && first.generation() == copy.generation()
        && !first.isSame(copy);
  }

  private static DamagedException forked() {
    return new DamagedException(
        KeyFile.COPY,
        "it is not a copy of " + KeyFile.KEY + ", and nothing says which of the two is newer");
  }

  /** What is wrong with the two. */
  static List<DamagedException> check(BlobStore raw, KeyRing keys) throws IOException {
    return new KeyCopies(raw, keys.storeId(), true).damages(keys);
  }

  private List<DamagedException> damages(KeyRing keys) {
    List<DamagedException> damages = new ArrayList<>();
    unusable.forEach((name, problem) ->
        damages.add(
            problem instanceof DamagedException damage
                ? damage
                : new DamagedException(name, String.valueOf(problem.getMessage()))));
    if (first == null || copy == null || first.isSame(copy)) {
      return damages;
    }
    for (KeyFile file : List.of(first, copy)) {
      if (keys.trust(file) == KeyRing.Trust.CHANGED) {
        damages.add(KeyRing.changed(name(file)));
      }
    }
    if (damages.isEmpty() && isForked()) {
      damages.add(forked());
    } else if (damages.isEmpty() && copy.generation() > first.generation()) {
      damages.add(
          new DamagedException(KeyFile.KEY, "it is outdated: " + KeyFile.COPY + " is newer"));
    }
    return damages;
  }

  /** Ends a change that was interrupted between the two. */
  static void complete(BlobStore raw, Coordination coordination, KeyRing keys) throws IOException {
    if (new KeyCopies(raw, keys.storeId(), true).newerThanCopy(keys) != null) {
      try (var _ = coordination.lock(Coordination.Lock.COMMIT)) {
        KeyCopies now = new KeyCopies(raw, keys.storeId(), true);
        KeyFile newer = now.newerThanCopy(keys);
        if (newer != null) {
          now.write(KeyFile.COPY, newer);
        }
      }
    }
  }

  private @Nullable KeyFile newerThanCopy(KeyRing keys) {
    boolean isBehind =
        first != null
            && copy != null
            && copy.generation() < first.generation()
            && keys.trust(first) == KeyRing.Trust.PROVEN;
    return isBehind ? first : null;
  }

  /**
   * Writes what is damaged or outdated again from the other one.
   *
   * @return the names of what was
   */
  static List<String> repair(BlobStore raw, Coordination coordination, KeyRing keys)
      throws IOException {
    try (var _ = coordination.lock(Coordination.Lock.COMMIT)) {
      KeyCopies now = new KeyCopies(raw, keys.storeId(), true);
      List<String> repaired = new ArrayList<>();
      for (DamagedException damage : now.damages(keys)) {
        boolean isFirst = damage.file().equals(KeyFile.KEY);
        KeyFile source = isFirst ? now.copy : now.first;
        KeyFile target = isFirst ? now.first : now.copy;
        if (source != null && now.mayReplace(damage.file(), target, source, keys)) {
          now.write(damage.file(), source);
          repaired.add(damage.file());
        }
      }
      return repaired;
    }
  }

  private boolean mayReplace(String name, @Nullable KeyFile target, KeyFile source, KeyRing keys) {
    if (keys.trust(source) != KeyRing.Trust.PROVEN) {
      return false;
    }
    if (target == null) {
      return unusable.get(name) instanceof DamagedException;
    }
    return source.generation() > target.generation() || keys.trust(target) == KeyRing.Trust.CHANGED;
  }

  /** Who wrote the source may have died before it was durable. */
  private void write(String name, KeyFile source) throws IOException {
    raw.sync("");
    Blobs.write(raw, name, source.encode());
  }
}
