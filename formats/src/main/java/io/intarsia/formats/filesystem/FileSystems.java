package io.intarsia.formats.filesystem;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.filesystem.btrfs.BtrfsReader;
import io.intarsia.formats.filesystem.exfat.ExfatReader;
import io.intarsia.formats.filesystem.ext4.Ext4Reader;
import io.intarsia.formats.filesystem.fat.FatReader;
import io.intarsia.formats.filesystem.iso9660.IsoReader;
import io.intarsia.formats.filesystem.ntfs.NtfsReader;
import io.intarsia.formats.filesystem.squashfs.SquashfsReader;
import io.intarsia.formats.filesystem.xfs.XfsReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** All file systems that are read. */
public final class FileSystems {
  /**
   * btrfs comes last: its superblock lies so far in that making another file system may leave an
   * old one behind, while making a btrfs clears what comes before.
   */
  private static final List<FileSystemReader> READERS =
      List.of(
          new Ext4Reader(),
          new XfsReader(),
          new ExfatReader(),
          new NtfsReader(),
          new IsoReader(),
          new FatReader(),
          new SquashfsReader(),
          new BtrfsReader());

  private FileSystems() {}

  /**
   * The reader whose signature the source bears; empty for everything else, which {@link
   * io.intarsia.formats.filesystem.signature.Signatures} may know by name.
   */
  public static Optional<FileSystemReader> recognise(ByteSource source) throws IOException {
    for (FileSystemReader reader : READERS) {
      if (reader.recognises(source)) {
        return Optional.of(reader);
      }
    }
    return Optional.empty();
  }
}
