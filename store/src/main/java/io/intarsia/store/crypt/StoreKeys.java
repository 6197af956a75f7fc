package io.intarsia.store.crypt;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.DirectoryBlobs;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.frame.Fingerprints;
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
