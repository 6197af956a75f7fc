package io.intarsia.library.checkin.assemble;

import io.intarsia.bytes.OutOfRangeException;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Xattr;
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
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the directory trees of one file system, children before parents, without recursion. */
final class TreeBuilder {
  private static final int MAX_DEPTH = 4096;

  /** Real images have less than a megabyte; a hostile one could name each path by gigabytes. */
  private static final int MAX_LINKED_PATH_BYTES = 32 << 20;

  private final ObjectSink sink;
  private final FilePlan plan;
  private final FileSystem fs;
  private final Contents contents;
  private final ContentIds ids;
  private final Problems problems = new Problems();
  private final Set<Long> visited = new HashSet<>();
  private final Map<Long, List<byte[]>> linked = new LinkedHashMap<>();
  private final ArrayDeque<OpenDirectory> open = new ArrayDeque<>();
  private long files;
  private long directories;
  private int linkedPathBytes;

  TreeBuilder(ObjectSink sink, FilePlan plan, Contents contents, ContentIds ids) {
    this.sink = sink;
    this.plan = plan;
    this.fs = plan.fileSystem();
    this.contents = contents;
    this.ids = ids;
  }

  FileSystemManifest build() throws IOException {
    DirectoryEntry root = buildTree();
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
    Inode root = fs.root();
    visited.add(root.number());
    open.push(openDirectory(new byte[0], root));
    while (true) {
      OpenDirectory top = open.element();
      if (top.next < top.children.size()) {
        child(top, top.children.get(top.next++));
        continue;
      }
      open.pop();
      DirectoryEntry finished = entry(top.name, top.inode, top.writer.finish(), ContentId.UNKNOWN);
      if (open.isEmpty()) {
        return finished;
      }
      open.element().writer.add(finished);
    }
  }

  private void child(OpenDirectory parent, Child child) throws IOException {
    try {
      Inode inode = fs.inode(child.number);
      if (inode.type() == FileType.DIRECTORY) {
        if (open.size() >= MAX_DEPTH || !visited.add(inode.number())) {
          problems.add(fs.type() + ": a directory has two names or lies too deep");
          return;
        }
        open.push(openDirectory(child.name, inode));
        return;
      }
      ContentId content = ContentId.UNKNOWN;
      if (inode.type() == FileType.FILE) {
        content = content(plan.contentOf().get(inode.number()));
        files++;
      }
      parent.writer.add(entry(child.name, inode, null, content));
      if (inode.links() > 1) {
        link(inode, path(child.name));
      }
    } catch (MalformedException | UnsupportedException | OutOfRangeException e) {
      problems.add(e);
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
      problems.add(fs.type() + ": the paths of hard links are too long to be kept");
      return;
    }
    linkedPathBytes += path.length;
    linked.computeIfAbsent(inode.number(), _ -> new ArrayList<>()).add(path);
  }

  private OpenDirectory openDirectory(byte[] name, Inode inode) throws IOException {
    directories++;
    List<Child> children = new ArrayList<>();
    try {
      fs.list(inode, (childName, number) -> children.add(new Child(childName, number)));
    } catch (MalformedException | UnsupportedException | OutOfRangeException e) {
      problems.add(e);
    }
    children.sort((a, b) -> Arrays.compareUnsigned(a.name, b.name));
    List<Child> distinct = new ArrayList<>(children.size());
    for (Child child : children) {
      if (distinct.isEmpty() || !Arrays.equals(distinct.getLast().name, child.name)) {
        distinct.add(child);
      } else {
        problems.add(fs.type() + ": a directory has one name twice");
      }
    }
    return new OpenDirectory(name, inode, distinct, new DirectoryWriter(sink));
  }

  private DirectoryEntry entry(
      byte[] name, Inode inode, @Nullable Fingerprint directory, ContentId content)
      throws IOException {
    return new DirectoryEntry(
        name,
        inode.type(),
        inode.mode(),
        inode.uid(),
        inode.gid(),
        inode.mtimeSeconds(),
        inode.mtimeNanos(),
        xattrs(inode),
        inode.type() == FileType.FILE ? inode.size() : 0,
        content,
        directory,
        inode.type() == FileType.SYMLINK ? fs.linkTarget(inode) : null,
        inode.deviceMajor(),
        inode.deviceMinor());
  }

  private List<Xattr> xattrs(Inode inode) throws IOException {
    try {
      return fs.xattrs(inode);
    } catch (MalformedException | UnsupportedException | OutOfRangeException e) {
      problems.add(e);
      return List.of();
    }
  }

  private byte[] path(byte[] name) {
    int length = name.length + 1;
    for (OpenDirectory directory : open) {
      length += directory.name.length == 0 ? 0 : directory.name.length + 1;
    }
    byte[] path = new byte[length];
    int at = length - name.length;
    System.arraycopy(name, 0, path, at, name.length);
    path[--at] = '/';
    for (OpenDirectory directory : open) {
      if (directory.name.length > 0) {
        at -= directory.name.length;
        System.arraycopy(directory.name, 0, path, at, directory.name.length);
        path[--at] = '/';
      }
    }
    return path;
  }

  private record Child(byte[] name, long number) {}

  /** A directory some of whose children are written. */
  private static final class OpenDirectory {
    private final byte[] name;
    private final Inode inode;
    private final List<Child> children;
    private final DirectoryWriter writer;
    private int next;

    OpenDirectory(byte[] name, Inode inode, List<Child> children, DirectoryWriter writer) {
      this.name = name;
      this.inode = inode;
      this.children = children;
      this.writer = writer;
    }
  }
}
