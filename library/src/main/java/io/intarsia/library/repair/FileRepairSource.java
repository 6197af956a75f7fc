package io.intarsia.library.repair;

import io.intarsia.bytes.FileSource;
import io.intarsia.formats.image.AllowedBackingFiles;
import io.intarsia.formats.image.DiskImage;
import io.intarsia.formats.image.DiskImages;
import io.intarsia.formats.image.compressed.Compression;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.workspace.Threads;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An image file, of any format that can be checked in without unpacking it first. */
final class FileRepairSource implements RepairSource {
  private final String name;
  private final FileSource file;
  private final DiskImage image;

  private FileRepairSource(String name, FileSource file, DiskImage image) {
    this.name = name;
    this.file = file;
    this.image = image;
  }

  static FileRepairSource open(Path path) throws IOException {
    Threads.ahead("load-holes", FileSource::loadHoleDetection);
    FileSource file = FileSource.open(path);
    try {
      if (Compression.of(file, null) != null) {
        throw new LibraryException("'" + path + "' is compressed; decompress it first");
      }
      DiskImage image = DiskImages.open(file, null, AllowedBackingFiles.of(path, List.of()));
      return new FileRepairSource(path.toString(), file, image);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public @Nullable StoredObject object(Fingerprint fingerprint) {
    return null;
  }

  @Override
  public byte @Nullable [] chunk(Fingerprint fingerprint) {
    return null;
  }

  @Override
  public void visitDisks(DisksVisitor visitor) throws IOException {
    visitor.disks(image.disks());
  }

  @Override
  public void close() throws IOException {
    try (file) {
      image.close();
    }
  }
}
