package io.intarsia.store.blob;

class MemoryBlobsTest extends BlobStoreContract {
  @Override
  BlobStore blobs() {
    return new MemoryBlobs();
  }
}
