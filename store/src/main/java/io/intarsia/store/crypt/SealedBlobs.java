package io.intarsia.store.crypt;

import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.BlobWriter;
import io.intarsia.store.error.DamagedException;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;

/**
 * The files of an encrypted store, each encrypted as a whole with a key of its own. Where a file is
 * not what was written, under this name, {@link DamagedException} says so.
 */
final class SealedBlobs implements BlobStore {
  private final BlobStore raw;
  private final KeyRing keys;

  SealedBlobs(BlobStore raw, KeyRing keys) {
    this.raw = raw;
    this.keys = keys;
  }

  @Override
  public BlobWriter create(String key) throws IOException {
    byte[] header = SealedLayout.newHeader(keys.epochToWrite());
    return new SealedWriter(raw.create(key), header, SealedLayout.key(keys, key, header));
  }

  @Override
  public Blob open(String key) throws IOException {
    Blob blob = raw.open(key);
    try {
      byte[] header = header(key, blob);
      return new SealedBlob(key, blob, SealedLayout.key(keys, key, header));
    } catch (IOException | RuntimeException e) {
      blob.close();
      throw e;
    }
  }

  /** The epoch of the key that a file is under. */
  int epoch(String key) throws IOException {
    try (Blob blob = raw.open(key)) {
      return SealedLayout.epoch(header(key, blob));
    }
  }

  private static byte[] header(String key, Blob blob) throws IOException {
    byte[] header = new byte[SealedLayout.HEADER_LENGTH];
    try {
      blob.read(0, header, 0, header.length);
    } catch (EOFException e) {
      throw new DamagedException(key, "it is cut off");
    }
    SealedLayout.check(key, header);
    return header;
  }

  @Override
  public boolean exists(String key) throws IOException {
    return raw.exists(key);
  }

  @Override
  public long size(String key) throws IOException {
    return SealedLayout.plainLength(raw.size(key));
  }

  @Override
  public long stamp(String key) throws IOException {
    return raw.stamp(key);
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    return raw.list(prefix);
  }

  @Override
  public void delete(String key) throws IOException {
    raw.delete(key);
  }

  @Override
  public void sync(String prefix) throws IOException {
    raw.sync(prefix);
  }
}
