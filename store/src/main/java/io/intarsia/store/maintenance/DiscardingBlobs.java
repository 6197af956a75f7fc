package io.intarsia.store.maintenance;

import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.BlobWriter;
import java.io.IOException;
import java.util.List;

/** Reads blobs of a store; what is written goes nowhere. For finding out how much it would be. */
final class DiscardingBlobs implements BlobStore {
  private final BlobStore blobs;

  DiscardingBlobs(BlobStore blobs) {
    this.blobs = blobs;
  }

  @Override
  public BlobWriter create(String key) {
    return new Discarding();
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
  public void delete(String key) {
    // what was written is not there
  }

  @Override
  public void sync(String prefix) {
    // nothing is built on what is discarded
  }

  private static final class Discarding implements BlobWriter {
    private long length;

    @Override
    public void write(byte[] bytes, int offset, int count) {
      length += count;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void commit() {
      // nothing to make durable
    }

    @Override
    public void close() {
      // nothing to give up
    }
  }
}
