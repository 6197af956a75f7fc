package io.intarsia.formats.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What tests ask of any reader: all there is by path. */
public final class Survey {
  private Survey() {}

  /** All inodes by path, the root as {@code /}. Fails on any damage. */
  public static Map<String, Inode> inodes(FileSystem fileSystem) throws IOException {
    Map<String, Inode> inodes = new TreeMap<>();
    inodes.put("/", fileSystem.root());
    Deque<String> directories = new ArrayDeque<>(List.of("/"));
    while (!directories.isEmpty()) {
      String path = directories.remove();
      String parent = path.equals("/") ? "" : path;
      fileSystem.list(
          inode(inodes, path),
          (name, number) -> {
            String child = parent + "/" + new String(name, StandardCharsets.UTF_8);
            Inode inode = fileSystem.inode(number);
            assertThat(inode.number()).isEqualTo(number);
            assertThat(inodes.put(child, inode)).as(child).isNull();
            if (inode.type() == FileType.DIRECTORY) {
              directories.add(child);
            }
          });
    }
    return inodes;
  }

  /** The inode of a path that must be there. */
  public static Inode inode(Map<String, Inode> inodes, String path) {
    Inode inode = inodes.get(path);
    if (inode == null) {
      throw new AssertionError(path + " is not in " + inodes.keySet());
    }
    return inode;
  }

  public static byte[] content(FileSystem fileSystem, Inode file) throws IOException {
    try (ByteSource content = fileSystem.open(file)) {
      return content.read(0, Math.toIntExact(content.size()));
    }
  }

  public static List<Extent> extents(FileSystem fileSystem, Inode file) throws IOException {
    List<Extent> extents = new ArrayList<>();
    fileSystem.extents(file, extents::add);
    return extents;
  }

  /** Total of the free space; its ranges must be in order. */
  public static long freeBytes(FileSystem fileSystem) throws IOException {
    long[] total = {0, 0};
    fileSystem.freeSpace((offset, length) -> {
      assertThat(offset).isGreaterThanOrEqualTo(total[1]);
      assertThat(length).isPositive();
      total[0] += length;
      total[1] = offset + length;
    });
    return total[0];
  }
}
