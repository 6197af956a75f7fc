package io.intarsia.store.blob;

import io.intarsia.store.error.DamagedException;
import java.io.IOException;

/** Whole blobs at once, for small ones. */
public final class Blobs {
  private Blobs() {}

  /**
   * All bytes of a blob.
   *
   * @param max more is refused
   * @throws io.intarsia.store.error.DamagedException if it has more than {@code max} bytes
   */
  public static byte[] readAll(BlobStore blobs, String key, int max) throws IOException {
    try (Blob blob = blobs.open(key)) {
      long size = blob.size();
      if (size > max) {
        throw new DamagedException(key, "it has " + size + " bytes, more than " + max);
      }
      byte[] bytes = new byte[(int) size];
      blob.read(0, bytes, 0, bytes.length);
      return bytes;
    }
  }

  /** Writes a blob, durably. */
  public static void write(BlobStore blobs, String key, byte[] bytes) throws IOException {
    try (BlobWriter writer = blobs.create(key)) {
      writer.write(bytes, 0, bytes.length);
      writer.commit();
    }
  }
}
