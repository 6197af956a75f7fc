package io.intarsia.formats.filesystem.ext4;

import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.filesystem.FileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A file system in a file, made and changed by e2fsprogs. */
final class ExtImage {
  /** Where Debian keeps e2fsprogs, whoever runs the tests. */
  private static final String SBIN = ":/usr/sbin:/sbin";

  /** How lines begin that debugfs writes when all is well. */
  private static final List<String> USUAL =
      List.of("debugfs", "Allocated inode", "Setting csum", "Filesystem features");

  private final Path file;

  private ExtImage(Path file) {
    this.file = file;
  }

  /**
   * @param mebibytes size
   * @param options of mke2fs, apart by blanks
   */
  static ExtImage make(Path directory, int mebibytes, String options) throws IOException {
    Path file = Files.createTempFile(directory, "ext", ".img");
    List<String> command = new ArrayList<>(List.of("mke2fs", "-q", "-F"));
    command.addAll(List.of(options.split(" ", -1)));
    command.add(file.toString());
    command.add(mebibytes + "M");
    run(0, command);
    return new ExtImage(file);
  }

  /** Runs commands of debugfs that change the image. */
  ExtImage debugfs(String... commands) throws IOException {
    Path script = Files.writeString(Path.of(file + ".debugfs"), String.join("\n", commands) + "\n");
    String output = run(0, List.of("debugfs", "-w", "-f", script.toString(), file.toString()));
    String complaints = complaints(output);
    if (!complaints.isBlank()) {
      throw new IOException(complaints);
    }
    return this;
  }

  /** The tool succeeds whatever happens; what is no echo of a command is a complaint. */
  private static String complaints(String output) {
    StringBuilder complaints = new StringBuilder();
    for (String line : output.split("\n", -1)) {
      boolean usual = false;
      for (String start : USUAL) {
        usual |= line.startsWith(start);
      }
      complaints.append(usual ? "" : line);
    }
    return complaints.toString();
  }

  /** What debugfs answers. */
  String ask(String command) throws IOException {
    return run(0, List.of("debugfs", "-R", command, file.toString()));
  }

  /** Repairs, replays and rebuilds hashed directories with the options given. */
  ExtImage fsck(String options) throws IOException {
    List<String> command = new ArrayList<>(List.of("e2fsck"));
    command.addAll(List.of(options.split(" ", -1)));
    command.add(file.toString());
    run(1, command);
    return this;
  }

  ExtImage copy() throws IOException {
    Path copy = Files.createTempFile(file.getParent(), "copy", ".img");
    return new ExtImage(Files.write(copy, bytes()));
  }

  Path file() {
    return file;
  }

  byte[] bytes() throws IOException {
    return Files.readAllBytes(file);
  }

  FileSystem open() throws IOException {
    return open(bytes());
  }

  static FileSystem open(byte[] image) throws IOException {
    return new Ext4Reader().open(new MemorySource("image", image));
  }

  /** Free blocks as dumpe2fs lists them; of a cluster it names the first block. */
  BitSet freeBlocks() throws IOException {
    BitSet free = new BitSet();
    int blockSize = 1;
    int clusterSize = 0;
    for (String line : run(0, List.of("dumpe2fs", file.toString())).split("\n", -1)) {
      String value = line.substring(line.indexOf(':') + 1).trim();
      if (line.startsWith("Block size:")) {
        blockSize = Integer.parseInt(value);
      } else if (line.startsWith("Cluster size:")) {
        clusterSize = Integer.parseInt(value);
      } else if (line.startsWith("  Free blocks: ")) {
        addRanges(value, Math.max(1, clusterSize / blockSize), free);
      }
    }
    return free;
  }

  private static void addRanges(String list, int blocksPerCluster, BitSet free) {
    for (String range : list.split(",", -1)) {
      if (!range.isBlank()) {
        String[] ends = range.trim().split("-", -1);
        int last = Integer.parseInt(ends[ends.length - 1]);
        free.set(Integer.parseInt(ends[0]), last + blocksPerCluster);
      }
    }
  }

  /** Runs a tool; its exit status must not be above {@code worst}. */
  static String run(int worst, List<String> command) throws IOException {
    List<String> found = new ArrayList<>(List.of("env", "PATH=" + System.getenv("PATH") + SBIN));
    found.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(found).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    try {
      if (process.waitFor() > worst) {
        throw new IOException(command + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return output;
  }
}
