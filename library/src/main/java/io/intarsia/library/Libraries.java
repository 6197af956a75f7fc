package io.intarsia.library;

import io.intarsia.bytes.FileSource;
import io.intarsia.catalog.Catalog;
import io.intarsia.library.workspace.Threads;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.Store;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.crypt.KeySource;
import io.intarsia.store.crypt.Secret;
import io.intarsia.store.error.NoSuchStoreException;
import java.io.IOException;
import java.nio.file.Path;

/** Opens and creates libraries. */
public final class Libraries {
  private Libraries() {}

  /**
   * Starts, on threads of its own, to load what a library needs and takes long to load: for a
   * program that is about to open one and has its command line to read first.
   *
   * @param checkIn whether a disk is going to be checked in
   */
  public static void prepare(boolean checkIn) {
    if (checkIn) {
      Threads.ahead("load-holes", FileSource::loadHoleDetection);
    }
    Threads.ahead("load-catalog", Catalog::load);
  }

  /**
   * Creates a store.
   *
   * @param chunkSize in bytes, a power of two from 4 KiB to 4 MiB
   * @throws io.intarsia.store.error.StoreExistsException when the directory holds something already
   */
  public static Library create(Path store, int chunkSize) throws IOException {
    return create(store, StoreOptions.ofChunkSize(chunkSize));
  }

  /**
   * Creates a store with other sizes.
   *
   * @throws io.intarsia.store.error.StoreExistsException when the directory holds something already
   */
  public static Library create(Path store, StoreOptions options) throws IOException {
    return new LocalLibrary(new Workspace(Store.create(store, options)));
  }

  /** An encrypted library that was just created. */
  public record Encrypted(Library library, String recoveryKey) {}

  /**
   * Creates an encrypted store.
   *
   * @param first opens it from now on
   * @throws io.intarsia.store.error.StoreExistsException when the directory holds something already
   */
  public static Encrypted createEncrypted(Path store, StoreOptions options, Secret first)
      throws IOException {
    Store.Encrypted created = Store.createEncrypted(store, options, first);
    return new Encrypted(new LocalLibrary(new Workspace(created.store())), created.recoveryKey());
  }

  /**
   * Opens a store that exists. Nothing is written until a method that changes something is called.
   *
   * @throws NoSuchStoreException when there is no store
   */
  public static Library open(Path store) throws IOException {
    return open(store, KeySource.NONE);
  }

  /**
   * The same, of a store that may be encrypted.
   *
   * @param keys asked if it is
   */
  public static Library open(Path store, KeySource keys) throws IOException {
    if (!Store.exists(store)) {
      throw new NoSuchStoreException(store);
    }
    return new LocalLibrary(new Workspace(store, keys));
  }
}
