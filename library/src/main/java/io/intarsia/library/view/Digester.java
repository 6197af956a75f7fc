package io.intarsia.library.view;

import io.intarsia.bytes.ByteSource;
import io.intarsia.library.progress.Progress;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of all bytes of a source. */
public final class Digester {
  private static final int STEP_BYTES = 1 << 20;

  private Digester() {}

  public static byte[] sha256(ByteSource source, Progress progress) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    byte[] step = new byte[STEP_BYTES];
    byte[] zeros = new byte[STEP_BYTES];
    long pos = 0;
    while (pos < source.size()) {
      long data = source.nextData(pos);
      while (pos < data) {
        int length = (int) Math.min(zeros.length, data - pos);
        digest.update(zeros, 0, length);
        pos += length;
        progress.advance(length);
      }
      if (pos < source.size()) {
        int length = (int) Math.min(step.length, source.size() - pos);
        source.read(pos, step, 0, length);
        digest.update(step, 0, length);
        pos += length;
        progress.advance(length);
      }
    }
    return digest.digest();
  }
}
