package io.intarsia.formats.filesystem;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;

/** Recognises and opens one family of file systems. */
public interface FileSystemReader {

  /**
   * Name and number of this reader, recorded with what it read: {@code ext4/1}. The number grows
   * when it reads more or reads differently.
   */
  String version();

  /**
   * Whether the source bears this family's signature. Reads a few sectors at most; a source that is
   * too short is simply not it.
   */
  boolean recognises(ByteSource source) throws IOException;

  /**
   * Opens a file system that was recognised.
   *
   * @throws io.intarsia.formats.MalformedException when its superblock is wrong
   * @throws io.intarsia.formats.UnsupportedException when it uses an incompatible feature that is
   *     not known
   */
  FileSystem open(ByteSource source) throws IOException;
}
