package io.intarsia.formats.filesystem.xfs;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystemReader;
import java.io.IOException;

/** Reads XFS; {@link io.intarsia.formats.filesystem.xfs} says how much of it. Stateless. */
public final class XfsReader implements FileSystemReader {

  @Override
  public String version() {
    return "xfs/1";
  }

  @Override
  public boolean recognises(ByteSource source) throws IOException {
    return Superblock.recognises(source);
  }

  @Override
  public FileSystem open(ByteSource source) throws IOException {
    return XfsFileSystem.open(source);
  }
}
