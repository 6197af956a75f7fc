package io.intarsia.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes files whose blocks of zeros are holes. */
final class SparseFiles {
  private static final int BLOCK = 4096;

  private SparseFiles() {}

  static Path write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (int at = 0; at < bytes.length; at += BLOCK) {
        int n = Math.min(BLOCK, bytes.length - at);
        if (!Zeros.isZero(bytes, at, n)) {
          channel.write(ByteBuffer.wrap(bytes, at, n), at);
        }
      }
      if (channel.size() < bytes.length) {
        channel.write(ByteBuffer.allocate(1), bytes.length - 1L);
      }
    }
    return file;
  }
}
