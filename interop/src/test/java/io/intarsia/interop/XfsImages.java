package io.intarsia.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** XFS in files, made by mkfs.xfs. */
final class XfsImages {
  private XfsImages() {}

  /**
   * A file system that mkfs.xfs fills with a tree of plain names, files, directories and links; it
   * needs no root.
   *
   * @param options of mkfs.xfs, apart by blanks
   */
  static Path make(Path file, String options, Path tree, long bytes) throws IOException {
    Path proto = Files.writeString(Path.of(file + ".proto"), "/\n0 0\n" + proto(tree));
    Images.resize(Files.exists(file) ? file : Files.createFile(file), bytes);
    List<Object> command = new ArrayList<>(List.of("mkfs.xfs", "-q", "-f", "-K", "--unsupported"));
    command.addAll(Arrays.asList((Object[]) options.split(" ", -1)));
    command.addAll(List.of("-p", proto, file));
    Tool.run(command.toArray());
    return file;
  }

  /** What the prototype file says of a directory, its own attributes first. */
  private static String proto(Path directory) throws IOException {
    StringBuilder lines = new StringBuilder(attributes("d", directory)).append('\n');
    try (Stream<Path> children = Files.list(directory)) {
      children.sorted().forEach(child -> lines.append(child.getFileName()).append(line(child)));
    }
    return lines.append("$\n").toString();
  }

  private static String line(Path child) {
    try {
      if (Files.isSymbolicLink(child)) {
        return " l--777 0 0 " + Files.readSymbolicLink(child) + "\n";
      }
      return Files.isDirectory(child)
          ? " " + proto(child)
          : " " + attributes("-", child) + " " + child + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String attributes(String type, Path file) throws IOException {
    return "%s--%o %s %s"
        .formatted(
            type,
            (int) Files.getAttribute(file, "unix:mode") & 0777,
            Files.getAttribute(file, "unix:uid"),
            Files.getAttribute(file, "unix:gid"));
  }
}
