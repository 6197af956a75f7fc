package io.intarsia.formats.image;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.util.List;

/** An opened image file. Closing it closes the files that it was opened with. */
public interface DiskImage extends AutoCloseable {

  /** The container format as {@code --format} names it: {@code raw}, {@code qcow2}. */
  String format();

  /**
   * The disk that the guest sees, of its virtual size, with its holes. Not to be closed by the
   * caller.
   */
  ByteSource disk();

  /**
   * What the container holds beside the disk and is therefore not kept, one phrase each; empty for
   * most.
   */
  List<String> leftOut();

  /** What people should know of the image although it reads, one sentence each; empty for most. */
  default List<String> notes() {
    return List.of();
  }

  @Override
  void close() throws IOException;
}
