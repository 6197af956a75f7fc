package io.intarsia.store.frame;

import io.intarsia.store.chunk.Fingerprint;

/** SHA-256 and CRCs as they are. */
final class PlainFingerprints implements Fingerprints {
  static final PlainFingerprints INSTANCE = new PlainFingerprints();

  @Override
  public boolean isKeyed() {
    return false;
  }

  @Override
  public Fingerprint ofSha256(Fingerprint sha256) {
    return sha256;
  }

  @Override
  public long anchorOfBlock(byte[] bytes, int offset) {
    return Anchor.ofBlock(bytes, offset);
  }
}
