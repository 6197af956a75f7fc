package io.intarsia.store.blob;

import java.io.IOException;
import java.util.List;

/** Does what another blob store does; tests override what is to go wrong. */
public abstract class ForwardingBlobs implements BlobStore {
  private final BlobStore blobs;

  protected ForwardingBlobs(BlobStore blobs) {
    this.blobs = blobs;
  }

  @Override
  public BlobWriter create(String key) throws IOException {
    return blobs.create(key);
  }

  @Override
  public Blob open(String key) throws IOException {
    return blobs.open(key);
  }

  @Override
  public boolean exists(String key) throws IOException {
    return blobs.exists(key);
  }

  @Override
  public long size(String key) throws IOException {
    return blobs.size(key);
  }

  @Override
  public long stamp(String key) throws IOException {
    return blobs.stamp(key);
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    return blobs.list(prefix);
  }

  @Override
  public void delete(String key) throws IOException {
    blobs.delete(key);
  }

  @Override
  public void sync(String prefix) throws IOException {
    blobs.sync(prefix);
  }
}
