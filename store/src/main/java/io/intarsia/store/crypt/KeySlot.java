package io.intarsia.store.crypt;

import io.intarsia.bytes.LittleEndian;
import java.time.Instant;
import java.util.Arrays;

/**
 * One way into a store: the master key, wrapped for one secret. Specified in
 * docs/formats/encryption.md.
 *
 * @param id from 1, never used twice in a store
 * @param stretch how a passphrase is stretched; not used for random keys
 * @param salt 32 bytes
 * @param publicKey X25519, 32 bytes: for it the master key is wrapped when the secret is not at
 *     hand
 * @param encapsulation of the key that wraps, 32 bytes; empty where that is the secret's own
 * @param nonce 12 bytes
 * @param wrapped the master key, encrypted, with its tag
 */
record KeySlot(
    int id,
    Kind kind,
    Instant created,
    Argon2id stretch,
    byte[] salt,
    byte[] publicKey,
    byte[] encapsulation,
    byte[] nonce,
    byte[] wrapped) {
  static final int LENGTH = 192;
  static final int PART_LENGTH = 32;

  /** Bytes that are authenticated with the wrapped key: all before it and its nonce. */
  static final int ASSOCIATED_LENGTH = 128;

  private static final int WRAPPED_LENGTH = Primitives.KEY_LENGTH + Primitives.TAG_LENGTH;

  /** What the secret is. The number is that of the format. */
  enum Kind {
    PASSPHRASE(1),
    RANDOM(2),
    RECOVERY(3);

    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  private static final Kind[] KINDS = Kind.values();

  boolean isFor(Secret secret) {
    return secret.isRandom() == (kind != Kind.PASSPHRASE);
  }

  void write(byte[] into, int at) {
    LittleEndian.put32(into, at, id);
    into[at + 4] = (byte) kind.number;
    into[at + 5] = (byte) (encapsulation.length == 0 ? 0 : 1);
    LittleEndian.put64(into, at + 8, created.toEpochMilli());
    LittleEndian.put32(into, at + 16, stretch.memoryKib());
    LittleEndian.put32(into, at + 20, stretch.passes());
    LittleEndian.put32(into, at + 24, stretch.lanes());
    System.arraycopy(salt, 0, into, at + 32, PART_LENGTH);
    System.arraycopy(publicKey, 0, into, at + 64, PART_LENGTH);
    System.arraycopy(encapsulation, 0, into, at + 96, encapsulation.length);
    System.arraycopy(nonce, 0, into, at + ASSOCIATED_LENGTH, nonce.length);
    System.arraycopy(wrapped, 0, into, at + 140, wrapped.length);
  }

  /**
   * The inverse of {@link #write}.
   *
   * @throws IllegalArgumentException saying what cannot be
   */
  static KeySlot read(byte[] bytes, int at) {
    int kind = bytes[at + 4];
    int wrap = bytes[at + 5];
    long millis = LittleEndian.i64(bytes, at + 8);
    Argon2id stretch =
        new Argon2id(
            LittleEndian.i32(bytes, at + 16),
            LittleEndian.i32(bytes, at + 20),
            LittleEndian.i32(bytes, at + 24));
    if (kind < 1 || kind > KINDS.length || wrap < 0 || wrap > 1) {
      throw new IllegalArgumentException("a key slot is of an unknown kind");
    }
    if (!stretch.isAllowed()) {
      throw new IllegalArgumentException("a key slot asks for too much memory or time");
    }
    if (millis < 0 || millis > 253_402_300_799_999L) {
      throw new IllegalArgumentException("a key slot has an impossible time");
    }
    return new KeySlot(
        LittleEndian.i32(bytes, at),
        KINDS[kind - 1],
        Instant.ofEpochMilli(millis),
        stretch,
        Arrays.copyOfRange(bytes, at + 32, at + 64),
        Arrays.copyOfRange(bytes, at + 64, at + 96),
        Arrays.copyOfRange(bytes, at + 96, wrap == 0 ? at + 96 : at + ASSOCIATED_LENGTH),
        Arrays.copyOfRange(bytes, at + ASSOCIATED_LENGTH, at + 140),
        Arrays.copyOfRange(bytes, at + 140, at + 140 + WRAPPED_LENGTH));
  }

  /** What is authenticated with the wrapped key: the slot before it, and whose it is. */
  byte[] associated(byte[] storeId) {
    byte[] slot = new byte[LENGTH];
    write(slot, 0);
    byte[] associated = Arrays.copyOf(slot, ASSOCIATED_LENGTH + storeId.length);
    System.arraycopy(storeId, 0, associated, ASSOCIATED_LENGTH, storeId.length);
    return associated;
  }
}
