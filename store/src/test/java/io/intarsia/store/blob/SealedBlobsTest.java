package io.intarsia.store.blob;

import io.intarsia.store.crypt.KeyChanges;
import io.intarsia.store.crypt.Secret;
import java.io.IOException;
import java.nio.file.FileSystems;

/** Encrypted files are blobs like others. */
class SealedBlobsTest extends BlobStoreContract {
  @Override
  BlobStore blobs() throws IOException {
    MemoryBlobs raw = new MemoryBlobs();
    Secret secret = Secret.of(new byte[32]);
    return KeyChanges.create(raw, FileSystems.getDefault(), new byte[16], secret).keys().blobs(raw);
  }
}
