package io.intarsia.store.blob;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.store.error.StoreFullException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBlobsTest extends BlobStoreContract {
  @TempDir Path directory;

  @Override
  BlobStore blobs() throws IOException {
    Files.createDirectory(directory.resolve("tmp"));
    return new DirectoryBlobs(directory, "test");
  }

  @Test
  void unfinishedFilesStandInTmp() throws IOException {
    BlobStore blobs = blobs();
    try (BlobWriter writer = blobs.create("index/one.idx")) {
      writer.write(new byte[3], 0, 3);
      assertThat(directory.resolve("tmp/test-0")).exists();
    }
    assertThat(directory.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void aFullDiskIsNamedSo() {
    IOException full = new IOException("No space left on device");
    assertThat(DirectoryBlobs.translate("packs/x", full))
        .isInstanceOf(StoreFullException.class)
        .hasMessageContaining("intarsia gc")
        .hasCause(full);
    assertThat(DirectoryBlobs.translate("x", new IOException("Disk quota exceeded")))
        .isInstanceOf(StoreFullException.class);
    IOException other = new IOException("Input/output error");
    assertThat(DirectoryBlobs.translate("x", other)).isSameAs(other);
  }
}
