package io.intarsia.library;

import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.Store;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.error.NoSuchStoreException;
import java.io.IOException;
import java.nio.file.Path;

/** Opens and creates libraries. */
public final class Libraries {
  private Libraries() {}

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

  /**
   * Opens a store that exists. Nothing is written until a method that changes something is called.
   *
   * @throws NoSuchStoreException when there is no store
   */
  public static Library open(Path store) throws IOException {
    if (!Store.exists(store)) {
      throw new NoSuchStoreException(store);
    }
    return new LocalLibrary(new Workspace(store));
  }
}
