package io.intarsia.store;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.insert.Workers;
import io.intarsia.store.session.Coordination;
import java.io.IOException;

/** Does what another backend does; tests override what is to be different. */
abstract class ForwardingBackend implements Backend {
  private final Backend backend;

  ForwardingBackend(Backend backend) {
    this.backend = backend;
  }

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
    return backend.workers();
  }
}
