package io.intarsia.store.crypt;

import io.intarsia.store.session.RandomId;
import java.nio.file.FileSystems;

/** Keys, salts and nonces from the kernel's generator. */
final class RandomKeys {
  private RandomKeys() {}

  static byte[] bytes(int count) {
    return RandomId.bytes(FileSystems.getDefault(), count);
  }
}
