package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystemReader;
import java.io.IOException;

/**
 * Reads ext2, ext3 and ext4; {@link io.intarsia.formats.filesystem.ext4} says how much of them.
 * Stateless.
 */
public final class Ext4Reader implements FileSystemReader {

  @Override
  public String version() {
    return "ext4/2";
  }

  @Override
  public boolean recognises(ByteSource source) throws IOException {
    if (source.size() < SUPERBLOCK_OFFSET + SUPERBLOCK_SIZE) {
      return false;
    }
    byte[] superblock = source.read(SUPERBLOCK_OFFSET, SUPERBLOCK_SIZE);
    return LittleEndian.u16(superblock, S_MAGIC) == MAGIC
        && LittleEndian.u32(superblock, S_LOG_BLOCK_SIZE) <= MAX_LOG_BLOCK_SIZE
        && LittleEndian.u32(superblock, S_BLOCKS_COUNT_LO) != 0;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A journal that needs recovery is replayed in memory; when that cannot be done, the file
   * system is read as it stands and {@link FileSystem#notes} says so.
   */
  @Override
  public FileSystem open(ByteSource source) throws IOException {
    return Ext4FileSystem.open(source);
  }
}
