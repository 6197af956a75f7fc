package io.intarsia.store.crypt;

import io.intarsia.store.blob.BlobWriter;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts a file unit by unit. A unit's number goes up before it is encrypted, so that whatever
 * fails, no nonce is used again.
 */
final class SealedWriter implements BlobWriter {
  /** Units that are handed on at once. */
  private static final int BATCH = 16;

  private final BlobWriter out;
  private final SecretKeySpec key;
  private final Cipher cipher = Primitives.aesGcm();
  private final byte[] unit = new byte[SealedLayout.UNIT];
  private final byte[] sealed = new byte[BATCH * SealedLayout.SEALED_UNIT];
  private int inUnit;
  private int inSealed;
  private long nextUnit;
  private long length;

  SealedWriter(BlobWriter out, byte[] header, SecretKeySpec key) throws IOException {
    this.out = out;
    this.key = key;
    out.write(header, 0, header.length);
  }

  /** A full unit waits for the next byte, since the last one is sealed otherwise. */
  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int at = offset;
    int end = offset + count;
    while (at < end) {
      if (inUnit == SealedLayout.UNIT) {
        seal(unit, 0, inUnit, false);
        inUnit = 0;
      }
      if (inUnit == 0 && end - at > SealedLayout.UNIT) {
        seal(bytes, at, SealedLayout.UNIT, false);
        at += SealedLayout.UNIT;
      } else {
        int step = Math.min(end - at, SealedLayout.UNIT - inUnit);
        System.arraycopy(bytes, at, unit, inUnit, step);
        inUnit += step;
        at += step;
      }
    }
    length += count;
  }

  private void seal(byte[] plain, int offset, int count, boolean last) throws IOException {
    if (sealed.length - inSealed < SealedLayout.SEALED_UNIT) {
      flush();
    }
    byte[] nonce = SealedLayout.nonce(nextUnit++, last);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, Primitives.nonce(nonce));
      inSealed += cipher.doFinal(plain, offset, count, sealed, inSealed);
    } catch (GeneralSecurityException e) {
      throw Primitives.missing(e);
    }
  }

  private void flush() throws IOException {
    int count = inSealed;
    inSealed = 0;
    out.write(sealed, 0, count);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void commit() throws IOException {
    seal(unit, 0, inUnit, true);
    flush();
    out.commit();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
