package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystemReader;
import java.io.IOException;

/**
 * Reads btrfs on one device; {@link io.intarsia.formats.filesystem.btrfs} says how much of it.
 * Stateless.
 */
public final class BtrfsReader implements FileSystemReader {

  @Override
  public String version() {
    return "btrfs/1";
  }

  @Override
  public boolean recognises(ByteSource source) throws IOException {
    return source.size() >= SUPERBLOCK_OFFSET + SUPERBLOCK_SIZE
        && LittleEndian.i64(source.read(SUPERBLOCK_OFFSET + S_MAGIC, Long.BYTES), 0) == MAGIC;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A superblock that is damaged is replaced by the newest of its mirrors.
   */
  @Override
  public FileSystem open(ByteSource source) throws IOException {
    return BtrfsFileSystem.open(source);
  }
}
