package io.intarsia.library.view;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.library.manifest.ContentId;
import io.intarsia.library.manifest.ContentList;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.DirectoryObject;
import io.intarsia.library.manifest.ObjectSource;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Lists stored trees. */
public final class FileLister {
  private static final String SHA256_OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private final ObjectSource objects;

  public FileLister(ObjectSource objects) {
    this.objects = objects;
  }

  /**
   * Visits what a path leads to, and for a directory what is in it; recursively, all that is below,
   * each directory before its entries.
   */
  public void list(TreePath start, boolean recursive, FileVisitor visitor) throws IOException {
    visitor.file(describe(start.path(), start.entry()));
    ArrayDeque<TreePath> todo = new ArrayDeque<>();
    if (start.entry().type() == FileType.DIRECTORY) {
      todo.push(start);
    }
    while (!todo.isEmpty()) {
      TreePath directory = todo.pop();
      ArrayDeque<TreePath> below = new ArrayDeque<>();
      DirectoryObject.read(
          objects,
          directory.entry().requireDirectory(),
          entry -> {
            byte[] path = Paths.child(directory.path(), entry.name());
            visitor.file(describe(path, entry));
            if (recursive && entry.type() == FileType.DIRECTORY) {
              below.push(new TreePath(path, entry));
            }
          });
      below.forEach(todo::push);
    }
  }

  /** The line of a listing for one entry. */
  public ListedFile describe(byte[] path, DirectoryEntry entry) throws IOException {
    byte[] target = entry.target();
    return new ListedFile(
        path,
        entry.type(),
        entry.mode(),
        entry.uid(),
        entry.gid(),
        target == null ? entry.size() : target.length,
        entry.mtimeSeconds(),
        entry.mtimeNanos(),
        entry.type() == FileType.FILE ? sha256(entry.content()) : null,
        target,
        entry.deviceMajor(),
        entry.deviceMinor());
  }

  /** The SHA-256 of a content in hexadecimal, or null when it is not known. */
  public @Nullable String sha256(ContentId content) throws IOException {
    return switch (content.kind()) {
      case UNKNOWN -> null;
      case EMPTY -> SHA256_OF_NOTHING;
      case CHUNK ->
          content.sha256() != null
              ? content.sha256().toHex()
              : content.requireFingerprint().toHex();
      case LIST -> {
        byte[] sha256 = ContentList.open(objects, content.requireFingerprint()).sha256();
        yield sha256 == null ? null : HexFormat.of().formatHex(sha256);
      }
    };
  }
}
