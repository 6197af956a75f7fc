package io.intarsia.store.frame;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hashing;

/** XXH3-64 with seed 0, the checksum of every file here. */
public final class Xxh3 {
  private Xxh3() {}

  /** The checksum of {@code bytes[offset, offset + length)}. Any thread. */
  public static long of(byte[] bytes, int offset, int length) {
    return Hashing.xxh3_64().hashBytesToLong(bytes, offset, length);
  }

  /** For bytes that come in pieces. */
  public static HashStream64 stream() {
    return Hashing.xxh3_64().hashStream();
  }
}
