package io.intarsia.formats.filesystem.squashfs;

import static io.intarsia.formats.filesystem.squashfs.SquashfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystemReader;
import java.io.IOException;

/**
 * Reads squashfs; {@link io.intarsia.formats.filesystem.squashfs} says how much of it. Stateless.
 */
public final class SquashfsReader implements FileSystemReader {

  @Override
  public String version() {
    return "squashfs/1";
  }

  @Override
  public boolean recognises(ByteSource source) throws IOException {
    return source.size() >= SUPERBLOCK_BYTES
        && LittleEndian.u32(source.read(0, Integer.BYTES), 0) == MAGIC;
  }

  @Override
  public FileSystem open(ByteSource source) throws IOException {
    return new SquashfsFileSystem(source, new Volume(source, Superblock.read(source)));
  }
}
