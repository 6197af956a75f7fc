package io.intarsia.formats.image;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.util.List;

/** An opened image file. Closing it closes the files that it was opened with. */
public interface DiskImage extends AutoCloseable {

  /** The container format as {@code --format} names it: {@code raw}, {@code qcow2}. */
  String format();

  /**
   * The disk that the guest sees, of its virtual size, with its holes; the first of {@link
   * #disks()}. Not to be closed by the caller.
   */
  ByteSource disk();

  /**
   * All disks of the image, in the order in which the machine has them; for most formats the one.
   * Not to be closed by the caller.
   */
  default List<ByteSource> disks() {
    return List.of(disk());
  }

  /** Small files that belong to the image and are to be kept with it; empty for most. */
  default List<Attachment> attachments() {
    return List.of();
  }

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
