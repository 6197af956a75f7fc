package io.intarsia.store.crypt;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.LittleEndian;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;

/**
 * Seals values of a database that are looked up: AES-256-GCM under a nonce that is the HMAC of
 * context and value, so that equal values give equal results and no two values share a nonce.
 * Specified in docs/formats/encryption.md. Not thread-safe.
 */
public final class ColumnSeal {
  private static final byte[] NO_SALT = new byte[0];

  private final byte[] key;
  private final Mac nonces;
  private final Mac checks;

  private ColumnSeal(byte[] key, byte[] nonceKey, byte[] checkKey) {
    this.key = key;
    this.nonces = Primitives.hmac(nonceKey);
    this.checks = Primitives.hmac(checkKey);
  }

  /**
   * Under keys of one epoch.
   *
   * @param epoch from 1
   */
  public static ColumnSeal of(KeyRing keys, int epoch) throws IOException {
    return new ColumnSeal(
        keys.derive(epoch, NO_SALT, "intarsia 1 catalog values"),
        keys.derive(epoch, NO_SALT, "intarsia 1 catalog nonces"),
        keys.derive(epoch, NO_SALT, "intarsia 1 catalog rows"));
  }

  /** Nonce, ciphertext and tag in base64. */
  public String seal(String context, String value) {
    byte[] associated = context.getBytes(StandardCharsets.UTF_8);
    byte[] plain = value.getBytes(StandardCharsets.UTF_8);
    byte[] nonce = nonce(associated, plain);
    byte[] sealed = Primitives.seal(key, nonce, associated, plain);
    byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
    System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
    return Base64.getEncoder().encodeToString(all);
  }

  /**
   * The inverse of {@link #seal}.
   *
   * @throws IllegalArgumentException if that is not what {@code seal} gave in this context
   */
  public String open(String context, String sealed) {
    byte[] all = Base64.getDecoder().decode(sealed);
    if (all.length < Primitives.NONCE_LENGTH + Primitives.TAG_LENGTH) {
      throw new IllegalArgumentException("it is too short");
    }
    byte[] nonce = Arrays.copyOf(all, Primitives.NONCE_LENGTH);
    byte[] rest = Arrays.copyOfRange(all, Primitives.NONCE_LENGTH, all.length);
    try {
      byte[] plain = Primitives.open(key, nonce, context.getBytes(StandardCharsets.UTF_8), rest);
      return new String(plain, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("it was changed", e);
    }
  }

  /** A checksum that nobody makes who has not the key: 63 bits of an HMAC. */
  public long check(String line) {
    byte[] mac = checks.doFinal(line.getBytes(StandardCharsets.UTF_8));
    return LittleEndian.i64(mac, 0) & Long.MAX_VALUE;
  }

  private byte[] nonce(byte[] context, byte[] plain) {
    byte[] length = new byte[8];
    BigEndian.put64(length, 0, context.length);
    nonces.update(length);
    nonces.update(context);
    return Arrays.copyOf(nonces.doFinal(plain), Primitives.NONCE_LENGTH);
  }
}
