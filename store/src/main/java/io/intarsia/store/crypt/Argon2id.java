package io.intarsia.store.crypt;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Stretches a passphrase (RFC 9106).
 *
 * @param memoryKib 8 KiB for each lane to {@link #MAX_MEMORY_KIB}
 * @param passes 1 to {@link #MAX_PASSES}
 * @param lanes 1 to {@link #MAX_LANES}
 */
record Argon2id(int memoryKib, int passes, int lanes) {
  /** More would let a hostile file of keys take the memory of the host. */
  static final int MAX_MEMORY_KIB = 256 << 10;

  static final int MAX_PASSES = 16;
  static final int MAX_LANES = 16;

  /** 19 MiB in two passes: measured in docs/decisions/0011-encryption.md. */
  static final Argon2id DEFAULT = new Argon2id(19 << 10, 2, 1);

  /** Whether a file may ask for this. */
  boolean isAllowed() {
    return passes >= 1
        && passes <= MAX_PASSES
        && lanes >= 1
        && lanes <= MAX_LANES
        && memoryKib >= 8 * lanes
        && memoryKib <= MAX_MEMORY_KIB;
  }

  /** A key of {@link Primitives#KEY_LENGTH} bytes. */
  byte[] derive(byte[] passphrase, byte[] salt) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] key = new byte[Primitives.KEY_LENGTH];
    generator.generateBytes(passphrase, key);
    return key;
  }
}
