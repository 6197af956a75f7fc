package io.intarsia.store;

import io.intarsia.store.crypt.Secret;
import io.intarsia.store.crypt.StoreKeys;
import io.intarsia.store.insert.Workers;
import java.io.IOException;
import java.nio.file.Path;

/** Stores whose work beside the caller runs on the caller's thread. */
public final class SerialStores {
  private SerialStores() {}

  public static Store create(Path directory, StoreOptions options) throws IOException {
    return Store.create(directory, new SerialBackend(new LocalBackend(directory)), options);
  }

  public static Store.Encrypted createEncrypted(Path directory, StoreOptions options, Secret first)
      throws IOException {
    SerialBackend backend = new SerialBackend(new LocalBackend(directory));
    return Store.createEncrypted(directory, backend, options, first);
  }

  public static Store open(Path directory, Access access, StoreKeys keys) throws IOException {
    return Store.open(directory, new SerialBackend(new LocalBackend(directory)), access, keys);
  }

  private static final class SerialBackend extends ForwardingBackend {
    SerialBackend(Backend backend) {
      super(backend);
    }

    @Override
    public Workers workers() {
      return new Workers(Runnable::run, Runnable::run);
    }
  }
}
