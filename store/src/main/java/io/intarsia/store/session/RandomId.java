package io.intarsia.store.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.security.SecureRandom;

/** Random bytes for names that must never meet again. */
public final class RandomId {
  private RandomId() {}

  /**
   * That many bytes from the kernel: {@link SecureRandom} alone takes 50 ms to start.
   *
   * @param system the file system in which the kernel's device is sought
   */
  public static byte[] bytes(FileSystem system, int count) {
    try (InputStream kernel = Files.newInputStream(system.getPath("/dev/urandom"))) {
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
