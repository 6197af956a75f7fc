package io.intarsia.store.crypt;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.session.Coordination;
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
  public void completeChange(BlobStore raw, Coordination coordination) {
    // there is none
  }

  @Override
  public List<String> repair(BlobStore raw, Coordination coordination) {
    return List.of();
  }

  @Override
  public BlobStore blobs(BlobStore raw) {
    return raw;
  }
}
