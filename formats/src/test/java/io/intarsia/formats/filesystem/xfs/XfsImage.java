package io.intarsia.formats.filesystem.xfs;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.filesystem.FileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;

/** File systems that xfsprogs make, and what they say of them. */
final class XfsImage {
  /** Where Debian keeps xfsprogs, whoever runs the tests. */
  private static final String PATH = System.getenv("PATH") + ":/usr/sbin:/sbin";

  private XfsImage() {}

  /**
   * @param options of mkfs.xfs, apart by blanks
   * @param proto lines of a prototype file below the root's own
   */
  static Path make(Path directory, int mebibytes, String options, String proto) throws IOException {
    Path file = Files.createTempFile(directory, "xfs", ".img");
    Path protoFile =
        Files.writeString(Path.of(file + ".proto"), "/\n0 0\nd--755 3 4\n" + proto + "$\n");
    run("truncate", "-s", mebibytes + "M", file.toString());
    List<String> command = new ArrayList<>(List.of("mkfs.xfs", "-q", "-f", "--unsupported"));
    command.addAll(List.of(options.split(" ", -1)));
    command.addAll(List.of("-p", protoFile.toString(), file.toString()));
    run(command.toArray(new String[0]));
    return file;
  }

  /** A compressed file beside the tests. */
  static byte[] resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(XfsImage.class.getResourceAsStream(name));
        InputStream plain = new GZIPInputStream(in)) {
      return plain.readAllBytes();
    }
  }

  static FileSystem open(byte[] image) throws IOException {
    return new XfsReader().open(new MemorySource("image", image));
  }

  /** Free bytes as xfs_db counts them, without what is reserved for the trees. */
  static long freeBytes(Path file, int blockSize) throws IOException {
    long blocks = first("total free blocks (\\d+)", db(file, "freesp -s"));
    long groups = first("agcount = (\\d+)", db(file, "sb 0", "p agcount"));
    for (long group = 0; group < groups; group++) {
      blocks -= first("flcount = (\\d+)", db(file, "agf " + group, "p flcount"));
    }
    return blocks * blockSize;
  }

  private static long first(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static String db(Path file, String... commands) throws IOException {
    List<String> words = new ArrayList<>(List.of("xfs_db", "-r"));
    for (String command : commands) {
      words.addAll(List.of("-c", command));
    }
    words.add(file.toString());
    return run(words.toArray(new String[0]));
  }

  /** Makes the checksum at {@code crc} right again after a change. */
  static void seal(byte[] image, int start, int length, int crc) {
    LittleEndian.put32(image, start + crc, 0);
    CRC32C sum = new CRC32C();
    sum.update(image, start, length);
    LittleEndian.put32(image, start + crc, (int) sum.getValue());
  }

  /** First byte of the log of a file system of one group. */
  static int logStart(byte[] image) {
    return (int) BigEndian.i64(image, 48) * BigEndian.i32(image, 4);
  }

  /** The byte after the log. */
  static int logEnd(byte[] image) {
    return logStart(image) + BigEndian.i32(image, 96) * BigEndian.i32(image, 4);
  }

  static String run(String... command) throws IOException {
    List<String> words = new ArrayList<>(List.of("env", "PATH=" + PATH));
    words.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(List.of(command) + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return output;
  }
}
