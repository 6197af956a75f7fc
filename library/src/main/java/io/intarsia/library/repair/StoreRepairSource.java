package io.intarsia.library.repair;

import io.intarsia.bytes.ByteSource;
import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.Root;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.view.ImageView;
import io.intarsia.library.view.StoredDisk;
import io.intarsia.library.view.StoredImage;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.Access;
import io.intarsia.store.Store;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.crypt.KeySource;
import io.intarsia.store.error.KeyException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another store; only read. Where either is encrypted its names say nothing to the other one,
 * unless one is a copy of the other: then only the bytes of its disks are of use.
 */
final class StoreRepairSource implements RepairSource {
  private final String name;
  private final Store store;

  private StoreRepairSource(String name, Store store) {
    this.name = name;
    this.store = store;
  }

  /**
   * Opens a store.
   *
   * @param keys asked for its key if it is encrypted
   * @throws LibraryException if it cannot be read; says why
   */
  static StoreRepairSource open(Path path, KeySource keys) throws IOException {
    try {
      return new StoreRepairSource(path.toString(), Store.open(path, Access.READ, keys));
    } catch (StoreException | KeyException e) {
      throw new LibraryException("nothing can be taken from '" + path + "': " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public @Nullable StoredObject object(Fingerprint fingerprint) throws IOException {
    try {
      return store.parts().index().view().locate(fingerprint) == null
          ? null
          : store.reader().readObject(fingerprint);
    } catch (StoreException e) {
      return null;
    }
  }

  @Override
  public byte @Nullable [] chunk(Fingerprint fingerprint) throws IOException {
    try {
      if (store.parts().index().view().locate(fingerprint) == null) {
        return null;
      }
      byte[] bytes = store.reader().readChunk(fingerprint);
      return store.fingerprints().ofChunk(bytes, 0, bytes.length).equals(fingerprint)
          ? bytes
          : null;
    } catch (StoreException e) {
      return null;
    }
  }

  /** Damage in the other store, or in a version of it, only makes it of less use. */
  @Override
  public void visitDisks(DisksVisitor visitor) throws IOException {
    try (Catalog catalog = Catalog.openInMemory()) {
      try {
        Workspace.catchUp(catalog, store.records());
      } catch (StoreException e) {
        // the versions before the damaged record are of use
      }
      for (Root root : catalog.roots()) {
        List<ByteSource> disks = disks(Fingerprint.read(root.manifest(), 0));
        if (!disks.isEmpty() && !visitor.disks(disks)) {
          return;
        }
      }
    }
  }

  private List<ByteSource> disks(Fingerprint manifest) throws IOException {
    List<ByteSource> disks = new ArrayList<>();
    try {
      for (StoredDisk disk : StoredImage.of(store.reader()::readObject, manifest).disks()) {
        disks.add(
            new ImageView(
                name, store.reader(), disk.manifest().blockMap(store.reader()::readObject)));
      }
    } catch (StoreException e) {
      return List.of();
    }
    return disks;
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
