package io.intarsia.store.crypt;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.DirectoryBlobs;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.session.Coordination;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the keys of a store do, where it has some. Thread-safe. */
public interface StoreKeys {
  /** The store is not encrypted: bytes stay as they are. */
  static StoreKeys none() {
    return NoKeys.INSTANCE;
  }

  /** Whether the store is encrypted. */
  boolean isEncrypted();

  Fingerprints fingerprints();

  /**
   * The files of the store as those see them who have the keys.
   *
   * @param raw the files as they are
   */
  BlobStore blobs(BlobStore raw);

  /** What is damaged of the files in which the keys are. */
  List<DamagedException> check() throws IOException;

  /**
   * Ends a change of the keys that was interrupted after it took effect.
   *
   * @param raw the files as they are, to be written in a session
   */
  void completeChange(BlobStore raw, Coordination coordination) throws IOException;

  /**
   * Writes again what is damaged of the files in which the keys are, if there is a sound copy.
   *
   * @param raw the files as they are, to be written in a session
   * @return the names of the files that were
   */
  List<String> repair(BlobStore raw, Coordination coordination) throws IOException;

  /** Deletes keys that an interrupted creation left, and with which nothing was encrypted. */
  static void discard(BlobStore raw) throws IOException {
    if (KeyFile.exists(raw)) {
      raw.delete(KeyFile.KEY);
      raw.delete(KeyFile.COPY);
      raw.sync("");
    }
  }

  /** Whether the store in a directory is encrypted. */
  static boolean exist(Path directory) throws IOException {
    return KeyFile.exists(new DirectoryBlobs(directory, "none"));
  }

  /**
   * Opens the keys of the store in a directory.
   *
   * @param source asked if the store is encrypted
   * @throws io.intarsia.store.error.KeyException if it gives no key or a wrong one
   * @throws io.intarsia.store.error.DamagedException if the file of keys is damaged, and its copy
   */
  static StoreKeys open(Path directory, KeySource source) throws IOException {
    return open(new DirectoryBlobs(directory, "none"), source);
  }

  /**
   * The same, of a store that lies elsewhere.
   *
   * @param raw its files as they are
   */
  static StoreKeys open(BlobStore raw, KeySource source) throws IOException {
    return KeyFile.exists(raw) ? KeyRing.open(raw, source) : none();
  }
}
