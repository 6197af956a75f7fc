package io.intarsia.library.view;

import io.intarsia.catalog.CatalogFullException;
import io.intarsia.library.error.DamagedVersionException;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.workspace.VersionFinder;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.MissingChunkException;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of a version's raw content, remembered in the catalog once it was computed. */
public final class VersionDigest {
  private final Workspace workspace;

  public VersionDigest(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * The digest of one disk in hexadecimal.
   *
   * @param number of the disk, from 0
   */
  public String digest(VersionFinder.Found found, int number, Progress progress)
      throws IOException {
    try {
      StoredImage image =
          StoredImage.of(workspace.objects(), Fingerprint.read(found.version().manifest(), 0));
      return HexFormat.of().formatHex(digest(image.disk(found.name(), number), progress));
    } catch (DamagedException | MissingChunkException e) {
      throw new DamagedVersionException(found.name(), e);
    }
  }

  /** The SHA-256 of a disk as far as it is known. */
  static byte @Nullable [] remembered(Workspace workspace, StoredDisk disk) throws IOException {
    byte[] id = disk.id().toBytes();
    return workspace.read(catalog -> Optional.ofNullable(catalog.digest(id))).orElse(null);
  }

  private byte[] digest(StoredDisk disk, Progress progress) throws IOException {
    byte[] remembered = remembered(workspace, disk);
    if (remembered != null) {
      return remembered;
    }
    progress.begin("computing the digest", disk.manifest().size());
    ImageView view =
        new ImageView(
            disk.name(), workspace.store().reader(), disk.manifest().blockMap(workspace.objects()));
    byte[] sha256 = Digester.sha256(view, progress);
    progress.end();
    if (workspace.isWritable()) {
      try {
        workspace.catalog().putDigest(disk.id().toBytes(), sha256);
      } catch (CatalogFullException e) {
        return sha256; // computed again the next time
      }
    }
    return sha256;
  }
}
