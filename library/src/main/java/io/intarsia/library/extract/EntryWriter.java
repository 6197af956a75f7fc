package io.intarsia.library.extract;

import io.intarsia.library.manifest.ContentId;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.view.ContentBytes;
import io.intarsia.store.ChunkReader;
import java.io.IOException;

/** Writes one entry of a stored directory into the current directory of this machine. */
final class EntryWriter {
  private static final int MAX_TARGET_BYTES = 4095;

  private final Posix posix;
  private final ChunkReader reader;
  private final OpenDirectories where;
  private final LinkGroups links;
  private final Notes notes;
  private final Metadata metadata;
  private final Progress progress;
  private long written;

  EntryWriter(
      Posix posix,
      ChunkReader reader,
      OpenDirectories where,
      LinkGroups links,
      Notes notes,
      Progress progress) {
    this.posix = posix;
    this.reader = reader;
    this.where = where;
    this.links = links;
    this.notes = notes;
    this.metadata = new Metadata(posix, notes);
    this.progress = progress;
  }

  /** How many names were created. */
  long written() {
    return written;
  }

  /** Makes a directory, empty and private as yet; false when its name is refused. */
  boolean makeDirectory(DirectoryEntry entry) throws IOException {
    return isNameGood(entry) && created(posix.makeDirectory(where.current(), entry.name()), entry);
  }

  /** Gives the current directory, which is filled, its attributes. */
  void finishDirectory(DirectoryEntry entry) throws IOException {
    HostNode node = new HostNode.Opened(posix, where.current());
    metadata.apply(node, entry, () -> where.pathText(new byte[0]));
  }

  /** Writes anything but a directory. */
  void write(DirectoryEntry entry) throws IOException {
    if (!isNameGood(entry)) {
      return;
    }
    if (links.isEmpty()) {
      writeNew(entry);
      return;
    }
    byte[] path = where.path(entry.name());
    LinkGroups.Group group = links.of(path);
    byte[] first = group == null ? null : group.pathOf(entry);
    boolean done = first == null ? writeNew(entry) : link(first, entry) || writeNew(entry);
    if (done && group != null) {
      group.written(path, entry);
    }
  }

  /** Links to what was written before; false when this machine would not have it. */
  private boolean link(byte[] first, DirectoryEntry entry) throws IOException {
    int directory = where.openParent(first);
    int result = directory;
    if (directory >= 0) {
      byte[] name = HostPath.lastName(first);
      result = posix.makeLink(directory, name, where.current(), entry.name());
      posix.close(directory);
    }
    if (result < 0 && result != -Posix.EEXIST) {
      note("hard links became files of their own", entry);
      return false;
    }
    return created(result, entry) || result == -Posix.EEXIST;
  }

  private boolean writeNew(DirectoryEntry entry) throws IOException {
    return switch (entry.type()) {
      case FILE -> file(entry);
      case SYMLINK -> symlink(entry);
      case CHARACTER_DEVICE -> node(entry, Posix.S_IFCHR);
      case BLOCK_DEVICE -> node(entry, Posix.S_IFBLK);
      case FIFO -> node(entry, Posix.S_IFIFO);
      case SOCKET -> {
        note("sockets were skipped: they mean nothing without their process", entry);
        yield false;
      }
      case DIRECTORY -> throw new IllegalArgumentException("a directory");
    };
  }

  private boolean file(DirectoryEntry entry) throws IOException {
    if (entry.content().kind() == ContentId.Kind.UNKNOWN) {
      missing(
          "files were skipped that could not be read when the image was checked in"
              + " ('intarsia show' says why)",
          entry);
      return false;
    }
    int descriptor = posix.createFile(where.current(), entry.name());
    if (!created(descriptor, entry)) {
      return false;
    }
    boolean complete = false;
    try {
      complete = fill(descriptor, entry);
    } finally {
      posix.close(descriptor);
      if (!complete) {
        posix.unlink(where.current(), entry.name());
        written--;
      }
    }
    return complete;
  }

  private boolean fill(int descriptor, DirectoryEntry entry) throws IOException {
    int sized = posix.truncate(descriptor, entry.size());
    if (sized == -Posix.EFBIG || sized == -Posix.EINVAL) {
      missing("files were skipped that are too large for this machine's file system", entry);
      return false;
    }
    if (sized < 0) {
      throw where.failure(entry.name(), sized);
    }
    Notes.PathText path = () -> where.pathText(entry.name());
    ContentBytes.visit(
        reader,
        entry.content(),
        new SparseWriter(posix, where, entry.name(), descriptor, progress));
    metadata.apply(new HostNode.Opened(posix, descriptor), entry, path);
    return true;
  }

  private boolean symlink(DirectoryEntry entry) throws IOException {
    byte[] target = entry.target();
    if (target == null
        || target.length == 0
        || target.length > MAX_TARGET_BYTES
        || HostPath.hasZero(target)) {
      note("symbolic links were skipped whose targets this machine cannot have", entry);
      return false;
    }
    int result = posix.makeSymlink(where.current(), entry.name(), target);
    if (result == -Posix.EPERM) {
      note("symbolic links were skipped: this file system cannot have them", entry);
      return false;
    }
    return created(result, entry) && finishNamed(entry);
  }

  private boolean node(DirectoryEntry entry, int type) throws IOException {
    int result =
        posix.makeNode(
            where.current(), entry.name(), type, entry.deviceMajor(), entry.deviceMinor());
    if (result == -Posix.EPERM || result == -Posix.EINVAL) {
      note("devices and fifos were skipped: this user or file system cannot have them", entry);
      return false;
    }
    return created(result, entry) && finishNamed(entry);
  }

  private boolean finishNamed(DirectoryEntry entry) throws IOException {
    HostNode node = new HostNode.Named(posix, where.current(), entry.name());
    metadata.apply(node, entry, () -> where.pathText(entry.name()));
    return true;
  }

  private boolean isNameGood(DirectoryEntry entry) {
    if (HostPath.isName(entry.name())) {
      return true;
    }
    noteName(entry);
    return false;
  }

  /** Whether a name was created; notes it when this machine cannot have it or has it already. */
  private boolean created(int result, DirectoryEntry entry) throws IOException {
    if (result >= 0) {
      written++;
      return true;
    }
    switch (-result) {
      case Posix.EEXIST ->
          missing("files were skipped whose names stand twice in their directory", entry);
      case Posix.ENAMETOOLONG, Posix.EILSEQ, Posix.EINVAL -> noteName(entry);
      default -> throw where.failure(entry.name(), result);
    }
    return false;
  }

  private void noteName(DirectoryEntry entry) {
    missing("files were skipped whose names this machine cannot have", entry);
  }

  private void missing(String what, DirectoryEntry entry) {
    notes.addMissing(what, () -> where.pathText(entry.name()));
  }

  private void note(String what, DirectoryEntry entry) {
    notes.add(what, () -> where.pathText(entry.name()));
  }
}
