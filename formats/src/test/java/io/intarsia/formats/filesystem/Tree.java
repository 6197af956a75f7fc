package io.intarsia.formats.filesystem;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Everything that a reader says of a file system, by path, in a form that can be compared. */
public final class Tree {
  /**
   * @param body size and checksum, link target or device numbers
   */
  public record Node(Inode inode, String body, List<String> xattrs) {}

  private Tree() {}

  public static Map<String, Node> read(FileSystem fileSystem) throws IOException {
    Map<String, Node> nodes = new TreeMap<>();
    Inode root = fileSystem.root();
    nodes.put("/", new Node(root, "", xattrs(fileSystem, root)));
    walk(fileSystem, root, "", nodes, 0);
    return nodes;
  }

  private static void walk(
      FileSystem fileSystem, Inode directory, String path, Map<String, Node> nodes, int depth)
      throws IOException {
    List<Inode> children = new ArrayList<>();
    List<String> names = new ArrayList<>();
    fileSystem.list(
        directory,
        (name, number) -> {
          children.add(fileSystem.inode(number));
          names.add(path + "/" + new String(name, StandardCharsets.ISO_8859_1));
        });
    for (int i = 0; i < names.size(); i++) {
      Inode inode = children.get(i);
      Node node = new Node(inode, body(fileSystem, inode), xattrs(fileSystem, inode));
      if (nodes.put(names.get(i), node) != null) {
        throw new AssertionError("twice: " + names.get(i));
      }
      if (inode.type() == FileType.DIRECTORY && depth < 50) {
        walk(fileSystem, inode, names.get(i), nodes, depth + 1);
      }
    }
  }

  private static long checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }

  private static String body(FileSystem fileSystem, Inode inode) throws IOException {
    return switch (inode.type()) {
      case FILE -> inode.size() + " bytes, " + checksum(content(fileSystem, inode));
      case SYMLINK -> new String(fileSystem.linkTarget(inode), StandardCharsets.ISO_8859_1);
      default -> inode.deviceMajor() + ":" + inode.deviceMinor();
    };
  }

  public static List<String> xattrs(FileSystem fileSystem, Inode inode) throws IOException {
    List<String> result = new ArrayList<>();
    for (Xattr xattr : fileSystem.xattrs(inode)) {
      String name = new String(xattr.name(), StandardCharsets.ISO_8859_1);
      result.add(name + "=" + new String(xattr.value(), StandardCharsets.ISO_8859_1));
    }
    return result;
  }

  public static byte[] content(FileSystem fileSystem, Inode file) throws IOException {
    try (ByteSource content = fileSystem.open(file)) {
      return content.read(0, Math.toIntExact(content.size()));
    }
  }

  /** The path's inode. */
  public static Inode find(FileSystem fileSystem, String path) throws IOException {
    Inode inode = fileSystem.root();
    for (String name : path.substring(1).split("/", -1)) {
      byte[] wanted = name.getBytes(StandardCharsets.ISO_8859_1);
      long[] found = {0};
      fileSystem.list(
          inode,
          (entry, number) -> {
            if (Arrays.equals(entry, wanted)) {
              found[0] = number;
            }
          });
      inode = fileSystem.inode(found[0]);
    }
    return inode;
  }

  public static List<Extent> extents(FileSystem fileSystem, Inode file) throws IOException {
    List<Extent> extents = new ArrayList<>();
    fileSystem.extents(file, extents::add);
    return extents;
  }

  /** Free space by block. */
  public static BitSet freeBlocks(FileSystem fileSystem) throws IOException {
    BitSet free = new BitSet();
    int size = fileSystem.blockSize();
    long[] last = {-1};
    fileSystem.freeSpace((offset, length) -> {
      if (offset <= last[0] || length <= 0 || offset % size != 0 || length % size != 0) {
        throw new AssertionError("range " + offset + "+" + length + " after " + last[0]);
      }
      last[0] = offset + length;
      free.set((int) (offset / size), (int) ((offset + length) / size));
    });
    return free;
  }
}
