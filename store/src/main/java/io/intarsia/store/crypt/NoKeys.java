package io.intarsia.store.crypt;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.frame.Fingerprints;
import java.util.List;

/** No keys: nothing is encrypted. */
final class NoKeys implements StoreKeys {
  static final NoKeys INSTANCE = new NoKeys();

  @Override
  public boolean isEncrypted() {
    return false;
  }

  @Override
  public Fingerprints fingerprints() {
    return Fingerprints.plain();
  }

  @Override
  public List<DamagedException> check() {
    return List.of();
  }

  @Override
  public BlobStore blobs(BlobStore raw) {
    return raw;
  }
}
