package io.intarsia.store;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.insert.Workers;
import io.intarsia.store.session.Coordination;
import java.io.IOException;
import java.nio.file.Path;

/** Stores whose work beside the caller runs on the caller's thread. */
public final class SerialStores {
  private SerialStores() {}

  public static Store create(Path directory, StoreOptions options) throws IOException {
    return Store.create(directory, new SerialBackend(new LocalBackend(directory)), options);
  }

  public static Store open(Path directory, Access access) throws IOException {
    return Store.open(directory, new SerialBackend(new LocalBackend(directory)), access);
  }

  private record SerialBackend(LocalBackend backend) implements Backend {
    @Override
    public void prepare() throws IOException {
      backend.prepare();
    }

    @Override
    public Coordination coordination() throws IOException {
      return backend.coordination();
    }

    @Override
    public BlobStore blobs(String temporaryPrefix) {
      return backend.blobs(temporaryPrefix);
    }

    @Override
    public Reserve reserve() {
      return backend.reserve();
    }

    @Override
    public Workers workers() {
      return new Workers(Runnable::run, Runnable::run);
    }
  }
}
