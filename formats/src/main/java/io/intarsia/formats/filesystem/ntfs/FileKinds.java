package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tells what a file is and what its attributes are, as a mount by ntfs-3g shows them. */
final class FileKinds {
  private final LinkTargets targets;

  FileKinds(LinkTargets targets) {
    this.targets = targets;
  }

  /**
   * A file and what was found out about it.
   *
   * @param target of a symbolic link, else empty
   * @param wof the reparse point of a file that Windows compressed as a whole, else null
   */
  record Kind(FileRecord record, Inode inode, byte[] target, @Nullable ReparsePoint wof) {}

  Kind of(FileRecord file) throws IOException {
    StandardInformation information = StandardInformation.of(file);
    int flags = information.flags();
    SpecialFile special = null;
    ReparsePoint point = null;
    if ((flags & FILE_REPARSE_POINT) != 0) {
      point = ReparsePoint.read(file);
      special = point == null ? null : reparsed(file, point, flags);
    } else if ((flags & FILE_SYSTEM) != 0 && !file.isDirectory()) {
      special = SpecialFile.interix(file, flags);
    }
    if (special == null) {
      special = SpecialFile.plain(file.isDirectory());
    }
    boolean wof = point != null && point.tag() == TAG_WOF && special.type() == FileType.FILE;
    Inode inode = inode(file, special, information);
    return new Kind(file, inode, special.target(), wof ? point : null);
  }

  private @Nullable SpecialFile reparsed(FileRecord file, ReparsePoint point, int flags)
      throws IOException {
    if (point.isLink(file.isDirectory())) {
      return SpecialFile.link(targets.of(file, point));
    }
    return SpecialFile.wsl(file, point, flags);
  }

  private static Inode inode(FileRecord file, SpecialFile special, StandardInformation information)
      throws IOException {
    return new Inode(
        file.number(),
        special.type(),
        special.mode(),
        0,
        0,
        switch (special.type()) {
          case FILE -> size(file);
          case SYMLINK -> special.target().length;
          default -> 0;
        },
        information.seconds(),
        information.nanos(),
        names(file),
        special.major(),
        special.minor());
  }

  private static long size(FileRecord file) throws IOException {
    Attribute data = file.first(TYPE_DATA, Attribute.NO_NAME);
    if (data == null || data.isResident()) {
      return data == null ? 0 : data.valueLength();
    }
    Stream.checkSizes(file.volume(), data);
    return data.dataSize();
  }

  /** Names but those that only DOS uses. */
  private static long names(FileRecord file) {
    long names = 0;
    for (Attribute attribute : file.attributes()) {
      boolean name =
          attribute.type() == TYPE_FILE_NAME
              && attribute.isResident()
              && attribute.valueLength() > NAME_SPACE;
      if (name && attribute.value()[NAME_SPACE] != NAMESPACE_DOS) {
        names++;
      }
    }
    return names;
  }
}
