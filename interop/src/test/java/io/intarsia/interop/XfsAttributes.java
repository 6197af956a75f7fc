package io.intarsia.interop;

import io.intarsia.bytes.FileSource;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystems;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Xattr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/**
 * The attributes of a directory and of what is in it: a line for each, file name, name, value in
 * hexadecimal.
 */
final class XfsAttributes {
  private XfsAttributes() {}

  static Set<String> ofKernel(Path point) {
    TreeSet<String> lines = new TreeSet<>();
    Tool dump = Tool.run("getfattr", "-R", "-d", "-m", "-", "-e", "hex", "--absolute-names", point);
    String file = "";
    for (String line : dump.text().split("\n", -1)) {
      if (line.startsWith("# file: ")) {
        file = Path.of(line.substring(8)).getFileName().toString();
      } else if (!line.isBlank()) {
        lines.add(file + " " + (line.contains("=") ? line : line + "=0x"));
      }
    }
    return lines;
  }

  /** What our reader says of a file system with a directory {@code attributes} in its root. */
  static Set<String> ofReader(Path image) throws IOException {
    TreeSet<String> lines = new TreeSet<>();
    try (FileSource source = FileSource.open(image)) {
      FileSystem fileSystem = FileSystems.recognise(source).orElseThrow().open(source);
      fileSystem.list(
          fileSystem.root(),
          (name, number) -> {
            if (new String(name, StandardCharsets.US_ASCII).equals("attributes")) {
              Inode inode = fileSystem.inode(number);
              add(fileSystem, "attributes", inode, lines);
              fileSystem.list(
                  inode,
                  (child, childNumber) ->
                      add(
                          fileSystem,
                          new String(child, StandardCharsets.US_ASCII),
                          fileSystem.inode(childNumber),
                          lines));
            }
          });
    }
    return lines;
  }

  private static void add(FileSystem fileSystem, String file, Inode inode, Set<String> lines)
      throws IOException {
    for (Xattr xattr : fileSystem.xattrs(inode)) {
      String name = new String(xattr.name(), StandardCharsets.US_ASCII);
      lines.add(file + " " + name + "=0x" + HexFormat.of().formatHex(xattr.value()));
    }
  }
}
