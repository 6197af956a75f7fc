package io.intarsia.store.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of a chunk or an object: 32 bytes. Of a chunk, the SHA-256 of its plain bytes; of an
 * object, the bitwise complement of the SHA-256 of its identity bytes, so that no chunk and no
 * object ever share one. Immutable; ordered as unsigned bytes, which is the order of the index.
 */
public final class Fingerprint implements Comparable<Fingerprint> {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final ThreadLocal<MessageDigest> SHA256 =
      ThreadLocal.withInitial(Fingerprint::newSha256);

  private final long word0;
  private final long word1;
  private final long word2;
  private final long word3;

  private Fingerprint(long word0, long word1, long word2, long word3) {
    this.word0 = word0;
    this.word1 = word1;
    this.word2 = word2;
    this.word3 = word3;
  }

  /** Fingerprint of the chunk {@code bytes[offset, offset + length)}. Any thread. */
  public static Fingerprint ofChunk(byte[] bytes, int offset, int length) {
    return ofSha256(sha256(bytes, offset, length));
  }

  /** Fingerprint of the object whose identity is {@code identity[offset, offset + length)}. */
  public static Fingerprint ofObject(byte[] identity, int offset, int length) {
    return ofSha256(sha256(identity, offset, length)).complement();
  }

  /** All bits the other way round. */
  public Fingerprint complement() {
    return new Fingerprint(~word0, ~word1, ~word2, ~word3);
  }

  /** The fingerprint of a chunk whose SHA-256 is known; {@code digest} has 32 bytes. */
  public static Fingerprint ofSha256(byte[] digest) {
    if (digest.length != LENGTH) {
      throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + digest.length);
    }
    return read(digest, 0);
  }

  /** The fingerprint in the 32 bytes at {@code offset}. */
  public static Fingerprint read(byte[] bytes, int offset) {
    return new Fingerprint(
        (long) LONG.get(bytes, offset),
        (long) LONG.get(bytes, offset + 8),
        (long) LONG.get(bytes, offset + 16),
        (long) LONG.get(bytes, offset + 24));
  }

  /** The fingerprint of four words, most significant first. */
  public static Fingerprint ofWords(long word0, long word1, long word2, long word3) {
    return new Fingerprint(word0, word1, word2, word3);
  }

  /**
   * The inverse of {@link #toHex}.
   *
   * @throws IllegalArgumentException unless {@code hex} is 64 hexadecimal digits
   */
  public static Fingerprint parse(String hex) {
    return ofSha256(HexFormat.of().parseHex(hex));
  }

  /** Writes the 32 bytes at {@code offset}. */
  public void write(byte[] into, int offset) {
    LONG.set(into, offset, word0);
    LONG.set(into, offset + 8, word1);
    LONG.set(into, offset + 16, word2);
    LONG.set(into, offset + 24, word3);
  }

  public byte[] toBytes() {
    byte[] bytes = new byte[LENGTH];
    write(bytes, 0);
    return bytes;
  }

  /** 64 lower-case hexadecimal digits. */
  public String toHex() {
    return HexFormat.of().formatHex(toBytes());
  }

  /** The word of that number, 0 (most significant) to 3. */
  public long word(int number) {
    return switch (number) {
      case 0 -> word0;
      case 1 -> word1;
      case 2 -> word2;
      case 3 -> word3;
      default -> throw new IndexOutOfBoundsException(number);
    };
  }

  @Override
  public int compareTo(Fingerprint other) {
    if (word0 != other.word0) {
      return Long.compareUnsigned(word0, other.word0);
    }
    if (word1 != other.word1) {
      return Long.compareUnsigned(word1, other.word1);
    }
    if (word2 != other.word2) {
      return Long.compareUnsigned(word2, other.word2);
    }
    return Long.compareUnsigned(word3, other.word3);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint that
        && word0 == that.word0
        && word1 == that.word1
        && word2 == that.word2
        && word3 == that.word3;
  }

  @Override
  public int hashCode() {
    return (int) (word1 ^ (word1 >>> 32));
  }

  @Override
  public String toString() {
    return toHex();
  }

  private static byte[] sha256(byte[] bytes, int offset, int length) {
    MessageDigest digest = SHA256.get();
    digest.update(bytes, offset, length);
    byte[] out = new byte[LENGTH];
    try {
      digest.digest(out, 0, LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
    return out;
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
