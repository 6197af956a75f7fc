package io.intarsia.library.checkin.assemble;

import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.library.checkin.plan.ContentOfInode;
import io.intarsia.library.checkin.plan.Contents;
import io.intarsia.library.checkin.plan.PlacePlan.FilePlan;
import io.intarsia.library.checkin.plan.Problems;
import io.intarsia.library.manifest.ContentId;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.DirectoryWriter;
import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.library.manifest.HardLinks;
import io.intarsia.library.manifest.ObjectSink;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the directory trees of one file system, children before parents, while another thread
 * reads ahead.
 */
final class TreeBuilder {
  /** Real images have less than a megabyte; a hostile one could name each path by gigabytes. */
  private static final int MAX_LINKED_PATH_BYTES = 32 << 20;

  /**
   * Written entries and attributes of the directories that are open. Real trees have a thousandth;
   * a hostile one could have the same attributes everywhere.
   */
  private static final long MAX_OPEN_BYTES = 32 << 20;

  private final ObjectSink sink;
  private final FilePlan plan;
  private final FileSystem fs;
  private final Contents contents;
  private final ContentIds ids;
  private final Problems problems = new Problems();

  /** Of the thread that reads ahead. */
  private final Problems unread = new Problems();

  private final Map<Long, List<byte[]>> linked = new LinkedHashMap<>();
  private final ArrayDeque<OpenDirectory> open = new ArrayDeque<>();
  private long files;
  private long directories;
  private int linkedPathBytes;
  private boolean linksLeftOut;
  private boolean xattrsLeftOut;

  TreeBuilder(ObjectSink sink, FilePlan plan, Contents contents, ContentIds ids) {
    this.sink = sink;
    this.plan = plan;
    this.fs = plan.fileSystem();
    this.contents = contents;
    this.ids = ids;
  }

  FileSystemManifest build() throws IOException {
    DirectoryEntry root = buildTree();
    problems.addAll(unread);
    if (linksLeftOut) {
      problems.add(fs.type() + ": the paths of hard links are too long to be kept");
    }
    if (xattrsLeftOut) {
      problems.add(fs.type() + ": directories in each other with too many extended attributes");
    }
    linked.values().removeIf(paths -> paths.size() < 2);
    List<Fingerprint> hardLinks = HardLinks.write(sink, linked.values());
    return new FileSystemManifest(
        fs.type(),
        fs.uuid(),
        fs.label(),
        fs.blockSize(),
        plan.readerVersion(),
        root,
        files,
        directories,
        fs.notes(),
        hardLinks);
  }

  /** What was met, in one line; null when there was nothing. */
  @Nullable String problems() {
    return problems.summary();
  }

  private DirectoryEntry buildTree() throws IOException {
    try (ReadAhead tree = ReadAhead.start(new TreeReader(fs, unread))) {
      DirectoryEntry finished = null;
      for (List<TreeReader.@Nullable Found> steps = tree.next();
          !steps.isEmpty();
          steps = tree.next()) {
        for (TreeReader.Found step : steps) {
          finished = step == null ? leave() : enterOrAdd(step);
        }
      }
      return Objects.requireNonNull(finished);
    }
  }

  private @Nullable DirectoryEntry enterOrAdd(TreeReader.Found found) throws IOException {
    TreeReader.Found kept = bounded(found);
    if (found.inode().type() == FileType.DIRECTORY) {
      directories++;
      open.push(new OpenDirectory(kept, new DirectoryWriter(sink), openBytes()));
    } else {
      add(kept);
    }
    return null;
  }

  private TreeReader.Found bounded(TreeReader.Found found) {
    if (found.xattrs().isEmpty() || openBytes() + found.heldBytes() <= MAX_OPEN_BYTES) {
      return found;
    }
    xattrsLeftOut = true;
    return found.withoutXattrs();
  }

  /** What the directories that are open take. */
  private long openBytes() {
    OpenDirectory top = open.peek();
    return top == null ? 0 : top.bytesAround + top.found.heldBytes() + top.writer.unfinishedBytes();
  }

  /** Completes the innermost directory. */
  private DirectoryEntry leave() throws IOException {
    OpenDirectory top = open.pop();
    DirectoryEntry finished = entry(top.found, top.writer.finish(), ContentId.UNKNOWN);
    if (!open.isEmpty()) {
      open.element().writer.add(finished);
    }
    return finished;
  }

  private void add(TreeReader.Found found) throws IOException {
    Inode inode = found.inode();
    ContentId content = ContentId.UNKNOWN;
    if (inode.type() == FileType.FILE) {
      content = content(plan.contentOf().get(inode.number()));
      files++;
    }
    open.element().writer.add(entry(found, null, content));
    if (inode.links() > 1) {
      link(inode, path(found.name()));
    }
  }

  private ContentId content(int number) {
    if (number == ContentOfInode.NONE) {
      return ContentId.UNKNOWN;
    }
    String failure = contents.failure(number);
    if (failure != null) {
      problems.add(failure);
    }
    return ids.get(number);
  }

  private void link(Inode inode, byte[] path) {
    if (path.length > MAX_LINKED_PATH_BYTES - linkedPathBytes) {
      linksLeftOut = true;
      return;
    }
    linkedPathBytes += path.length;
    linked.computeIfAbsent(inode.number(), _ -> new ArrayList<>()).add(path);
  }

  private static DirectoryEntry entry(
      TreeReader.Found found, @Nullable Fingerprint directory, ContentId content) {
    Inode inode = found.inode();
    return new DirectoryEntry(
        found.name(),
        inode.type(),
        inode.mode(),
        inode.uid(),
        inode.gid(),
        inode.mtimeSeconds(),
        inode.mtimeNanos(),
        found.xattrs(),
        inode.type() == FileType.FILE ? inode.size() : 0,
        content,
        directory,
        found.target(),
        inode.deviceMajor(),
        inode.deviceMinor());
  }

  private byte[] path(byte[] name) {
    int length = name.length + 1;
    for (OpenDirectory directory : open) {
      length += directory.found.name().length == 0 ? 0 : directory.found.name().length + 1;
    }
    byte[] path = new byte[length];
    int at = length - name.length;
    System.arraycopy(name, 0, path, at, name.length);
    path[--at] = '/';
    for (OpenDirectory directory : open) {
      if (directory.found.name().length > 0) {
        at -= directory.found.name().length;
        System.arraycopy(directory.found.name(), 0, path, at, directory.found.name().length);
        path[--at] = '/';
      }
    }
    return path;
  }

  /**
   * A directory some of whose entries are written.
   *
   * @param bytesAround of the directories that it lies in
   */
  private record OpenDirectory(TreeReader.Found found, DirectoryWriter writer, long bytesAround) {}
}
