package io.intarsia.store.crypt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The libraries' algorithms are those of the standards, and are called rightly. */
class PublishedVectorsTest {
  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  /** Test case 16 of "The Galois/Counter Mode of Operation" (McGrew, Viega). */
  @Test
  void aes256Gcm() throws GeneralSecurityException {
    byte[] key = hex("feffe9928665731c6d6a8f9467308308".repeat(2));
    byte[] nonce = hex("cafebabefacedbaddecaf888");
    byte[] associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    byte[] plain =
        hex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    byte[] sealed =
        hex(
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                + "76fc6ece0f4e1768cddf8853bb2d551b");
    assertThat(Primitives.seal(key, nonce, associated, plain)).isEqualTo(sealed);
    assertThat(Primitives.open(key, nonce, associated, sealed)).isEqualTo(plain);
    sealed[0] ^= 1;
    assertThatThrownBy(() -> Primitives.open(key, nonce, associated, sealed))
        .isInstanceOf(GeneralSecurityException.class);
  }

  /** RFC 5869, A.1; the first 32 of its 42 bytes. */
  @Test
  void hkdfSha256() {
    byte[] secret = new byte[22];
    Arrays.fill(secret, (byte) 0x0b);
    assertThat(
            Primitives.derive(
                secret, hex("000102030405060708090a0b0c"), hex("f0f1f2f3f4f5f6f7f8f9")))
        .isEqualTo(hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"));
  }

  /** RFC 4231, 4.3. */
  @Test
  void hmacSha256() {
    assertThat(
            Primitives.hmac("Jefe".getBytes(US_ASCII))
                .doFinal("what do ya want for nothing?".getBytes(US_ASCII)))
        .isEqualTo(hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
  }

  /** Two of the test vectors of the reference implementation of Argon2, version 13. */
  @Test
  void argon2id() {
    byte[] password = "password".getBytes(US_ASCII);
    byte[] salt = "somesalt".getBytes(US_ASCII);
    assertThat(new Argon2id(256, 2, 1).derive(password, salt))
        .isEqualTo(hex("9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"));
    assertThat(new Argon2id(256, 2, 2).derive(password, salt))
        .isEqualTo(hex("6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037"));
  }

  /** RFC 7748, 6.1: Alice. */
  @Test
  void x25519() throws GeneralSecurityException {
    byte[] key = hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    assertThat(
            SlotKey.publicKey(
                KeyFactory.getInstance("X25519")
                    .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, key))))
        .isEqualTo(hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
  }

  @Test
  void whatAFileMayAskOfArgon2IsBounded() {
    assertThat(new Argon2id(Argon2id.MAX_MEMORY_KIB, 16, 16).isAllowed()).isTrue();
    assertThat(new Argon2id(Argon2id.MAX_MEMORY_KIB + 1, 1, 1).isAllowed()).isFalse();
    assertThat(new Argon2id(64, 17, 1).isAllowed()).isFalse();
    assertThat(new Argon2id(64, 1, 17).isAllowed()).isFalse();
    assertThat(new Argon2id(7, 1, 1).isAllowed()).isFalse();
    assertThat(new Argon2id(64, 0, 1).isAllowed()).isFalse();
    assertThat(new Argon2id(64, 1, 0).isAllowed()).isFalse();
  }
}
