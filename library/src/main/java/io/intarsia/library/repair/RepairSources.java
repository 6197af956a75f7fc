package io.intarsia.library.repair;

import io.intarsia.library.error.LibraryException;
import io.intarsia.store.Store;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.crypt.KeySource;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All sources of a repair, opened before anything is changed. */
final class RepairSources implements AutoCloseable {
  private final List<RepairSource> sources = new ArrayList<>();

  private RepairSources() {}

  /**
   * Opens sources.
   *
   * @param repaired the store that is repaired
   * @param keys asked for the key of each store that is encrypted
   * @throws LibraryException if one of them cannot be one
   */
  static RepairSources open(Path repaired, List<Path> from, KeySource keys) throws IOException {
    RepairSources all = new RepairSources();
    try {
      for (Path path : from) {
        all.sources.add(open(repaired, path, keys));
      }
      return all;
    } catch (IOException | RuntimeException e) {
      all.close();
      throw e;
    }
  }

  private static RepairSource open(Path repaired, Path path, KeySource keys) throws IOException {
    if (!Files.exists(path)) {
      throw new LibraryException("'" + path + "' does not exist");
    }
    if (!Files.isDirectory(path)) {
      return FileRepairSource.open(path);
    }
    if (!Store.exists(path)) {
      throw new LibraryException("'" + path + "' is neither a store nor an image file");
    }
    if (Files.isSameFile(repaired, path)) {
      throw new LibraryException("'" + path + "' is the store that is to be repaired itself");
    }
    return StoreRepairSource.open(path, keys);
  }

  List<RepairSource> list() {
    return sources;
  }

  /** An object from the first source that has it. */
  @Nullable StoredObject object(Fingerprint fingerprint) throws IOException {
    for (RepairSource source : sources) {
      StoredObject object = source.object(fingerprint);
      if (object != null) {
        return object;
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    IOException problem = null;
    for (RepairSource source : sources) {
      try {
        source.close();
      } catch (IOException e) {
        problem = e;
      }
    }
    if (problem != null) {
      throw problem;
    }
  }
}
