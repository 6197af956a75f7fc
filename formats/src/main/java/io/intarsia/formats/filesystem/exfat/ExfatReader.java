package io.intarsia.formats.filesystem.exfat;

import static io.intarsia.formats.filesystem.exfat.ExfatLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystemReader;
import java.io.IOException;

/** Reads exFAT; {@link io.intarsia.formats.filesystem.exfat} says how much of it. Stateless. */
public final class ExfatReader implements FileSystemReader {

  @Override
  public String version() {
    return "exfat/1";
  }

  @Override
  public boolean recognises(ByteSource source) throws IOException {
    return source.size() >= BOOT_SECTOR_BYTES
        && BootRegion.isNamed(source.read(0, BOOT_SECTOR_BYTES));
  }

  /**
   * {@inheritDoc}
   *
   * <p>When the main boot region is damaged, its backup is used, and {@link FileSystem#notes} says
   * so.
   */
  @Override
  public FileSystem open(ByteSource source) throws IOException {
    return ExfatFileSystem.open(source);
  }
}
