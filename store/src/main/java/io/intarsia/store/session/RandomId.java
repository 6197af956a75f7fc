package io.intarsia.store.session;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;

/** Random bytes for names that must never meet again. */
public final class RandomId {
  private RandomId() {}

  /** That many bytes from the kernel: {@link SecureRandom} alone takes 50 ms to start. */
  public static byte[] bytes(int count) {
    try (InputStream kernel = new FileInputStream("/dev/urandom")) {
      byte[] bytes = kernel.readNBytes(count);
      if (bytes.length == count) {
        return bytes;
      }
    } catch (IOException e) {
      // not on this system
    }
    byte[] bytes = new byte[count];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
