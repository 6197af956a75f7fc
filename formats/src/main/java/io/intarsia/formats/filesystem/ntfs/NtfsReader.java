package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystemReader;
import io.intarsia.formats.filesystem.signature.Signatures;
import java.io.IOException;

/** Reads NTFS; {@link io.intarsia.formats.filesystem.ntfs} says how much of it. Stateless. */
public final class NtfsReader implements FileSystemReader {

  @Override
  public String version() {
    return "ntfs/1";
  }

  /**
   * {@inheritDoc}
   *
   * <p>A copy of the boot sector in the last sector counts where nothing else is known and where
   * the master file table is in its place: file systems made later leave it there.
   */
  @Override
  public boolean recognises(ByteSource source) throws IOException {
    if (BootSector.isNamed(source, 0)) {
      return true;
    }
    BootSector copy = BootSector.findCopy(source);
    return copy != null && hasMft(source, copy) && Signatures.name(source) == null;
  }

  private static boolean hasMft(ByteSource source, BootSector boot) throws IOException {
    long place = boot.mftCluster() * boot.clusterSize();
    return place <= source.size() - boot.recordSize()
        && LittleEndian.i32(source.read(place, Integer.BYTES), 0) == MAGIC_FILE;
  }

  @Override
  public FileSystem open(ByteSource source) throws IOException {
    return NtfsFileSystem.open(source);
  }
}
