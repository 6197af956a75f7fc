package io.intarsia.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.BlobWriter;
import io.intarsia.store.blob.DirectoryBlobs;
import io.intarsia.store.blob.ForwardingBlobs;
import io.intarsia.store.error.StoreFullException;
import io.intarsia.store.maintenance.Gc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of a given size. */
class FullDiskTest {
  @TempDir Path temporary;

  @Test
  void gcMakesRoomOnAFullDisk() throws IOException {
    Path directory = temporary.resolve("store");
    ModelLibrary library = new ModelLibrary(4);
    Store.create(directory, Samples.SMALL).close();
    SmallDisk disk = new SmallDisk(directory, Reserve.LENGTH + (200 << 10));
    try (Store store = Store.open(directory, disk, Access.WRITE)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  library.checkIn(store);
                }
              })
          .isInstanceOf(StoreFullException.class)
          .hasMessageContaining("intarsia gc");
    }
    disk.fill();
    library.removeAll();
    try (Store store = Store.open(directory, disk, Access.WRITE)) {
      assertThat(Gc.run(store, library, false).freedBytes()).isPositive();
      assertThat(Files.size(directory.resolve("reserve"))).isEqualTo(Reserve.LENGTH);
      library.checkIn(store);
      library.check(store);
    }
  }

  private static final class SmallDisk extends ForwardingBackend {
    private final Path directory;
    private long capacity;

    SmallDisk(Path directory, long capacity) {
      super(new LocalBackend(directory));
      this.directory = directory;
      this.capacity = capacity;
    }

    private long used() throws IOException {
      try (var files = Files.walk(directory)) {
        return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      }
    }

    /** Somebody else uses what is left. */
    void fill() throws IOException {
      capacity = used();
    }

    @Override
    public BlobStore blobs(String temporaryPrefix) {
      return new SmallBlobs(super.blobs(temporaryPrefix));
    }

    private final class SmallBlobs extends ForwardingBlobs {
      SmallBlobs(BlobStore blobs) {
        super(blobs);
      }

      @Override
      public BlobWriter create(String key) throws IOException {
        return new SmallWriter(key, super.create(key));
      }
    }

    private final class SmallWriter implements BlobWriter {
      private final String key;
      private final BlobWriter writer;

      SmallWriter(String key, BlobWriter writer) {
        this.key = key;
        this.writer = writer;
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (used() + length > capacity) {
          throw DirectoryBlobs.translate(key, new IOException("No space left on device"));
        }
        writer.write(bytes, offset, length);
      }

      @Override
      public long length() {
        return writer.length();
      }

      @Override
      public void commit() throws IOException {
        writer.commit();
      }

      @Override
      public void close() throws IOException {
        writer.close();
      }
    }
  }
}
