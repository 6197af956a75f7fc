package io.intarsia.store.crypt;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.time.Instant;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/** What a secret becomes in its slot: keys that wrap the master key. */
final class SlotKey {
  private static final byte[] WRAP = "intarsia 1 slot wrap".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] X25519 = "intarsia 1 slot x25519".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ENCAPSULATED =
      "intarsia 1 slot encapsulated".getBytes(StandardCharsets.US_ASCII);
  private static final int BASE_POINT = 9;

  private final byte[] key;

  private SlotKey(byte[] key) {
    this.key = key;
  }

  /** The key of a secret under the salt and the parameters of a slot. */
  static SlotKey of(Secret secret, KeySlot slot) {
    return of(secret, slot.stretch(), slot.salt());
  }

  private static SlotKey of(Secret secret, Argon2id stretch, byte[] salt) {
    return new SlotKey(secret.isRandom() ? secret.bytes() : stretch.derive(secret.bytes(), salt));
  }

  /** Makes a slot for a secret. */
  static KeySlot newSlot(
      int id, KeySlot.Kind kind, Secret secret, byte[] master, byte[] storeId, Instant now) {
    byte[] salt = RandomKeys.bytes(KeySlot.PART_LENGTH);
    SlotKey slotKey = of(secret, Argon2id.DEFAULT, salt);
    KeySlot empty =
        new KeySlot(
            id,
            kind,
            now,
            Argon2id.DEFAULT,
            salt,
            slotKey.publicKey(salt),
            new byte[0],
            RandomKeys.bytes(Primitives.NONCE_LENGTH),
            new byte[0]);
    return wrapped(empty, empty.encapsulation(), slotKey.wrappingKey(salt), master, storeId);
  }

  /** The same slot with another master key, wrapped by the secret's own key. */
  KeySlot rewrap(KeySlot slot, byte[] master, byte[] storeId) {
    return wrapped(slot, new byte[0], wrappingKey(slot.salt()), master, storeId);
  }

  /** The same slot with another master key, wrapped by whoever does not know its secret. */
  static KeySlot rewrapForPublicKey(KeySlot slot, byte[] master, byte[] storeId) {
    try {
      KEM.Encapsulated encapsulated =
          KEM.getInstance("DHKEM").newEncapsulator(publicKeyOf(slot.publicKey())).encapsulate();
      byte[] wrapping =
          Primitives.derive(encapsulated.key().getEncoded(), slot.salt(), ENCAPSULATED);
      return wrapped(slot, encapsulated.encapsulation(), wrapping, master, storeId);
    } catch (GeneralSecurityException e) {
      throw Primitives.missing(e);
    }
  }

  private static KeySlot wrapped(
      KeySlot slot, byte[] encapsulation, byte[] wrapping, byte[] master, byte[] storeId) {
    byte[] nonce = RandomKeys.bytes(Primitives.NONCE_LENGTH);
    KeySlot unwrapped = with(slot, encapsulation, nonce, new byte[0]);
    return with(
        slot,
        encapsulation,
        nonce,
        Primitives.seal(wrapping, nonce, unwrapped.associated(storeId), master));
  }

  private static KeySlot with(KeySlot slot, byte[] encapsulation, byte[] nonce, byte[] wrapped) {
    return new KeySlot(
        slot.id(),
        slot.kind(),
        slot.created(),
        slot.stretch(),
        slot.salt(),
        slot.publicKey(),
        encapsulation,
        nonce,
        wrapped);
  }

  /** The master key of a slot; null if this is not the slot's key. */
  byte @Nullable [] unwrap(KeySlot slot, byte[] storeId) {
    try {
      byte[] wrapping =
          slot.encapsulation().length == 0 ? wrappingKey(slot.salt()) : decapsulate(slot);
      return Primitives.open(wrapping, slot.nonce(), slot.associated(storeId), slot.wrapped());
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  private byte[] decapsulate(KeySlot slot) throws GeneralSecurityException {
    byte[] shared =
        KEM.getInstance("DHKEM")
            .newDecapsulator(privateKey(slot.salt()))
            .decapsulate(slot.encapsulation())
            .getEncoded();
    return Primitives.derive(shared, slot.salt(), ENCAPSULATED);
  }

  private byte[] wrappingKey(byte[] salt) {
    return Primitives.derive(key, salt, WRAP);
  }

  private PrivateKey privateKey(byte[] salt) throws GeneralSecurityException {
    return KeyFactory.getInstance("X25519")
        .generatePrivate(
            new XECPrivateKeySpec(NamedParameterSpec.X25519, Primitives.derive(key, salt, X25519)));
  }

  private byte[] publicKey(byte[] salt) {
    try {
      return publicKey(privateKey(salt));
    } catch (GeneralSecurityException e) {
      throw Primitives.missing(e);
    }
  }

  /** The private key times the curve's base point, which is what a public key is (RFC 7748). */
  static byte[] publicKey(PrivateKey key) {
    try {
      KeyAgreement agreement = KeyAgreement.getInstance("X25519");
      agreement.init(key);
      agreement.doPhase(publicKeyOf(BigInteger.valueOf(BASE_POINT)), true);
      return agreement.generateSecret();
    } catch (GeneralSecurityException e) {
      throw Primitives.missing(e);
    }
  }

  private static PublicKey publicKeyOf(byte[] littleEndian) throws GeneralSecurityException {
    byte[] bigEndian = new byte[littleEndian.length];
    for (int i = 0; i < bigEndian.length; i++) {
      bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
    }
    return publicKeyOf(new BigInteger(1, bigEndian));
  }

  private static PublicKey publicKeyOf(BigInteger u) throws GeneralSecurityException {
    return KeyFactory.getInstance("X25519")
        .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, u));
  }
}
