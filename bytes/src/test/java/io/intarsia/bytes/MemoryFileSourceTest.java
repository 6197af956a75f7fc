package io.intarsia.bytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The same on a file system in memory, which every Linux has at this place. */
class MemoryFileSourceTest extends ByteSourceContract {
  private final List<Path> files = new ArrayList<>();

  @Override
  ByteSource create(byte[] model) throws IOException {
    Path file = Files.createTempFile(Path.of("/dev/shm"), "intarsia-", ".test");
    files.add(file);
    return FileSource.open(SparseFiles.write(file, model));
  }

  @AfterEach
  void deleteFiles() throws IOException {
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
