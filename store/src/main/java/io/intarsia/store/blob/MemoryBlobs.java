package io.intarsia.store.blob;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/** Blobs in memory. */
public final class MemoryBlobs implements BlobStore {
  private final ConcurrentSkipListMap<String, byte[]> blobs = new ConcurrentSkipListMap<>();

  @Override
  public BlobWriter create(String key) {
    return new Writer(key);
  }

  @Override
  public Blob open(String key) throws IOException {
    return new MemoryBlob(key, get(key));
  }

  @Override
  public boolean exists(String key) {
    return blobs.containsKey(key);
  }

  @Override
  public long size(String key) throws IOException {
    return get(key).length;
  }

  @Override
  public long stamp(String key) throws IOException {
    return System.identityHashCode(get(key));
  }

  @Override
  public List<String> list(String prefix) {
    return new ArrayList<>(blobs.subMap(prefix, prefix + Character.MAX_VALUE).keySet());
  }

  @Override
  public void delete(String key) {
    blobs.remove(key);
  }

  @Override
  public void sync(String prefix) {}

  private byte[] get(String key) throws NoSuchFileException {
    byte[] bytes = blobs.get(key);
    if (bytes == null) {
      throw new NoSuchFileException(key);
    }
    return bytes;
  }

  private final class Writer implements BlobWriter {
    private final String key;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Writer(String key) {
      this.key = key;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      out.write(bytes, offset, length);
    }

    @Override
    public long length() {
      return out.size();
    }

    @Override
    public void commit() {
      blobs.put(key, out.toByteArray());
    }

    @Override
    public void close() {}
  }

  private record MemoryBlob(String key, byte[] bytes) implements Blob {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) throws IOException {
      if (position < 0 || position > bytes.length - length) {
        throw new EOFException(key + " ends at byte " + bytes.length);
      }
      System.arraycopy(bytes, (int) position, into, offset, length);
    }

    @Override
    public boolean isMappable() {
      return true;
    }

    @Override
    public ByteBuffer map(long position, int length) throws IOException {
      byte[] copy = new byte[length];
      read(position, copy, 0, length);
      return ByteBuffer.wrap(copy).asReadOnlyBuffer();
    }

    @Override
    public void close() {}
  }
}
