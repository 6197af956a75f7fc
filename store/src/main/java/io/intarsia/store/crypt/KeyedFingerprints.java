package io.intarsia.store.crypt;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.frame.Anchor;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.frame.TwinCrc;
import javax.crypto.Mac;

/**
 * HMAC-SHA-256 of the hashes that a store without keys uses: of the SHA-256, so that who knows the
 * SHA-256 of a file and the key can look for it, and of the CRCs of a block.
 */
final class KeyedFingerprints implements Fingerprints {
  private static final int CRC_LENGTH = 8;

  private final ThreadLocal<Mac> fingerprints;
  private final ThreadLocal<Mac> anchors;

  KeyedFingerprints(byte[] fingerprintKey, byte[] anchorKey) {
    this.fingerprints = ThreadLocal.withInitial(() -> Primitives.hmac(fingerprintKey));
    this.anchors = ThreadLocal.withInitial(() -> Primitives.hmac(anchorKey));
  }

  @Override
  public boolean isKeyed() {
    return true;
  }

  @Override
  public Fingerprint ofSha256(Fingerprint sha256) {
    return Fingerprint.read(fingerprints.get().doFinal(sha256.toBytes()), 0);
  }

  @Override
  public long anchorOfBlock(byte[] bytes, int offset) {
    byte[] hash = new byte[CRC_LENGTH];
    LittleEndian.put64(hash, 0, TwinCrc.of(bytes, offset, Anchor.BLOCK));
    long keyed = LittleEndian.i64(anchors.get().doFinal(hash), 0);
    return keyed == Anchor.NONE ? 1 : keyed;
  }
}
