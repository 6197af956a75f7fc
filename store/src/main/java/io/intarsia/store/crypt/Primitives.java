package io.intarsia.store.crypt;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The JDK's algorithms by name. Every JDK 25 has them, so that their absence is a failure of it.
 */
final class Primitives {
  /** Bytes of every key here. */
  static final int KEY_LENGTH = 32;

  /** Bytes of an authentication tag. */
  static final int TAG_LENGTH = 16;

  static final int NONCE_LENGTH = 12;

  private Primitives() {}

  static SecretKeySpec aesKey(byte[] key) {
    return new SecretKeySpec(key, "AES");
  }

  static Cipher aesGcm() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
      throw missing(e);
    }
  }

  static GCMParameterSpec nonce(byte[] nonce) {
    return new GCMParameterSpec(TAG_LENGTH * 8, nonce);
  }

  /** Encrypts: ciphertext, then tag. */
  static byte[] seal(byte[] key, byte[] nonce, byte[] associated, byte[] plain) {
    try {
      Cipher cipher = aesGcm();
      cipher.init(Cipher.ENCRYPT_MODE, aesKey(key), nonce(nonce));
      cipher.updateAAD(associated);
      return cipher.doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /**
   * Decrypts.
   *
   * @throws javax.crypto.AEADBadTagException if the key is another, or the bytes were changed
   */
  static byte[] open(byte[] key, byte[] nonce, byte[] associated, byte[] sealed)
      throws GeneralSecurityException {
    Cipher cipher = aesGcm();
    cipher.init(Cipher.DECRYPT_MODE, aesKey(key), nonce(nonce));
    cipher.updateAAD(associated);
    return cipher.doFinal(sealed);
  }

  /** HKDF-SHA-256, both steps: a key of {@link #KEY_LENGTH} bytes. */
  static byte[] derive(byte[] secret, byte[] salt, byte[] info) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(secret)
                  .addSalt(salt)
                  .thenExpand(info, KEY_LENGTH));
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  static Mac hmac(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw missing(e);
    }
  }

  static IllegalStateException missing(GeneralSecurityException e) {
    return new IllegalStateException("every JDK 25 can do this", e);
  }
}
