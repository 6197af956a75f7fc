package io.intarsia.store.crypt;

import io.intarsia.store.blob.Blob;
import io.intarsia.store.error.DamagedException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** An encrypted file open for reading. */
final class SealedBlob implements Blob {
  /** Units that are read at once. */
  private static final int BATCH = 16;

  private static final ThreadLocal<Buffers> BUFFERS = ThreadLocal.withInitial(Buffers::new);

  private final String file;
  private final Blob raw;
  private final SecretKeySpec key;
  private final long units;
  private final long plainLength;

  /** What a thread works with. */
  private static final class Buffers {
    private final Cipher cipher = Primitives.aesGcm();
    private final byte[] sealed = new byte[BATCH * SealedLayout.SEALED_UNIT];
    private final byte[] unit = new byte[SealedLayout.UNIT];
  }

  SealedBlob(String file, Blob raw, SecretKeySpec key) throws IOException {
    this.file = file;
    this.raw = raw;
    this.key = key;
    long length = raw.size();
    SealedLayout.checkLength(file, length);
    this.units = SealedLayout.units(length);
    this.plainLength = SealedLayout.plainLength(length);
    if (plainLength == 0) {
      readBatch(
          BUFFERS.get(), 0, 0, new byte[0], 0, 0); // nobody will read it, so its tag is checked now
    }
  }

  @Override
  public long size() {
    return plainLength;
  }

  @Override
  public void read(long position, byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (position < 0 || position > plainLength - length) {
      throw new EOFException(file + " ends at byte " + plainLength);
    }
    Buffers buffers = BUFFERS.get();
    long at = position;
    int to = offset;
    int left = length;
    while (left > 0) {
      long first = at / SealedLayout.UNIT;
      int skip = (int) (at % SealedLayout.UNIT);
      int done = readBatch(buffers, first, skip, into, to, left);
      at += done;
      to += done;
      left -= done;
    }
  }

  /** Reads at most {@link #BATCH} units; returns how many of the bytes wanted are done. */
  private int readBatch(Buffers buffers, long first, int skip, byte[] into, int to, int left)
      throws IOException {
    int count = (int) Math.min(BATCH, Math.max(0, (long) skip + left - 1) / SealedLayout.UNIT + 1);
    long from = first * SealedLayout.SEALED_UNIT;
    int stored = (int) Math.min((long) count * SealedLayout.SEALED_UNIT, sealedLength() - from);
    raw.read(SealedLayout.HEADER_LENGTH + from, buffers.sealed, 0, stored);
    int done = 0;
    int before = skip;
    for (int i = 0; i < count; i++) {
      int start = i * SealedLayout.SEALED_UNIT;
      int sealed = Math.min(SealedLayout.SEALED_UNIT, stored - start);
      int plain = sealed - Primitives.TAG_LENGTH;
      int wanted = Math.min(plain - before, left - done);
      if (wanted == plain) {
        open(buffers, first + i, start, sealed, into, to + done);
      } else {
        open(buffers, first + i, start, sealed, buffers.unit, 0);
        System.arraycopy(buffers.unit, before, into, to + done, wanted);
      }
      done += wanted;
      before = 0;
    }
    return done;
  }

  private long sealedLength() {
    return plainLength + units * Primitives.TAG_LENGTH;
  }

  private void open(Buffers buffers, long unit, int start, int length, byte[] into, int to)
      throws DamagedException {
    byte[] nonce = SealedLayout.nonce(unit, unit == units - 1);
    try {
      buffers.cipher.init(Cipher.DECRYPT_MODE, key, Primitives.nonce(nonce));
      buffers.cipher.doFinal(buffers.sealed, start, length, into, to);
    } catch (GeneralSecurityException e) {
      DamagedException damaged =
          new DamagedException(
              file,
              "what was encrypted at byte "
                  + unit * SealedLayout.UNIT
                  + " is not what was written there");
      damaged.initCause(e);
      throw damaged;
    }
  }

  @Override
  public boolean isMappable() {
    return false;
  }

  @Override
  public ByteBuffer map(long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    read(position, bytes, 0, length);
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
