package io.intarsia.formats.filesystem.iso9660;

import static io.intarsia.formats.filesystem.iso9660.IsoLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystemReader;
import java.io.IOException;

/**
 * Reads ISO 9660; {@link io.intarsia.formats.filesystem.iso9660} says how much of it. Stateless.
 */
public final class IsoReader implements FileSystemReader {

  @Override
  public String version() {
    return "iso9660/1";
  }

  /**
   * {@inheritDoc}
   *
   * <p>What stands in the first 32 KiB does not matter: on hybrid disks that is a boot sector with
   * a partition table.
   */
  @Override
  public boolean recognises(ByteSource source) throws IOException {
    return VolumeDescriptor.read(source, FIRST_DESCRIPTOR) != null;
  }

  @Override
  public FileSystem open(ByteSource source) throws IOException {
    return IsoFileSystem.open(source);
  }
}
