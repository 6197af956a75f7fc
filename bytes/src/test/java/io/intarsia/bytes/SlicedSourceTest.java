package io.intarsia.bytes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A slice of a sparse file whose neighbours hold data. */
class SlicedSourceTest extends ByteSourceContract {
  private static final int BEFORE = 10_000;
  private static final int AFTER = 5000;

  private final List<FileSource> opened = new ArrayList<>();

  @TempDir Path directory = Path.of("");

  @Override
  ByteSource create(byte[] model) throws IOException {
    byte[] bytes = new byte[BEFORE + model.length + AFTER];
    Arrays.fill(bytes, (byte) 1);
    System.arraycopy(model, 0, bytes, BEFORE, model.length);
    FileSource whole = FileSource.open(SparseFiles.write(directory.resolve("whole"), bytes));
    opened.add(whole);
    return whole.slice("slice", BEFORE, model.length);
  }

  @AfterEach
  void close() throws IOException {
    for (FileSource source : opened) {
      source.close();
    }
  }
}
