package io.intarsia.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tool of e2fsprogs as the judge: it needs no root. Names must hold no newlines. */
final class Debugfs {
  private static final long ROOT_INODE = 2;

  /** The tool prints ids past 2^31 as negative numbers. */
  private static final long UNSIGNED = 0xffffffffL;

  private static final Pattern NAME = Pattern.compile("/(\\d+)/(\\d+)/-?\\d+/-?\\d+/(.+)/\\d*/");
  private static final Pattern OWNER =
      Pattern.compile("User: +(-?\\d+) +Group: +(-?\\d+).*Size: (\\d+)");
  private static final Pattern MTIME = Pattern.compile("\\bmtime: 0x([0-9a-f]+)(?::([0-9a-f]+))?");
  private static final Pattern LINK = Pattern.compile("Fast link dest: \"(.*)\"");
  private static final Pattern DEVICE = Pattern.compile("major/minor number: (\\d+):(\\d+)");

  private final Path image;
  private final Path scratch;

  /** Path to inode number, and inode number to mode. */
  private final TreeMap<String, Long> inodes = new TreeMap<>(Map.of("/", ROOT_INODE));

  private final Map<Long, Integer> modes = new HashMap<>();

  private Debugfs(Path image, Path scratch) {
    this.image = image;
    this.scratch = scratch;
  }

  /** Everything in the image, by path. */
  static Map<String, Entry> list(Path image) {
    try {
      Path scratch = Files.createTempDirectory("debugfs");
      Map<String, Entry> entries = new Debugfs(image, scratch).entries();
      Tool.run("rm", "-r", scratch);
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs commands that change the image. */
  static void change(Path image, String... commands) {
    try {
      Path script = Files.createTempFile("debugfs", ".script");
      byte[] text = (String.join("\n", commands) + "\n").getBytes(StandardCharsets.ISO_8859_1);
      Tool.run("debugfs", "-w", "-f", Files.write(script, text), image);
      Files.delete(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Entry> entries() throws IOException {
    Map<Long, String> level = Map.of(ROOT_INODE, "");
    modes.put(ROOT_INODE, 040755);
    while (!level.isEmpty()) {
      level = names(level);
    }
    Map<Long, Entry> byInode = new HashMap<>();
    List<Long> distinct = List.copyOf(modes.keySet());
    List<String> stats = answers("stat", distinct);
    dump(distinct);
    for (int i = 0; i < distinct.size(); i++) {
      byInode.put(distinct.get(i), entry(distinct.get(i), stats.get(i)));
    }
    TreeMap<String, Entry> entries = new TreeMap<>();
    for (Map.Entry<String, Long> each : inodes.entrySet()) {
      entries.put(each.getKey(), byInode.get(each.getValue()));
    }
    return entries;
  }

  /** Lists directories, and returns those that are in them. */
  private Map<Long, String> names(Map<Long, String> directories) throws IOException {
    List<Long> order = List.copyOf(directories.keySet());
    List<String> answers = answers("ls -p", order);
    Map<Long, String> below = new HashMap<>();
    for (int i = 0; i < order.size(); i++) {
      for (String line : answers.get(i).split("\n", -1)) {
        Matcher matcher = NAME.matcher(line);
        if (!matcher.matches() || matcher.group(3).matches("\\.\\.?")) {
          continue;
        }
        long inode = Long.parseLong(matcher.group(1));
        int mode = Integer.parseInt(matcher.group(2), 8);
        String path = directories.get(order.get(i)) + "/" + matcher.group(3);
        inodes.put(path, inode);
        if (modes.put(inode, mode) == null && mode >> 12 == 4) {
          below.put(inode, path);
        }
      }
    }
    return below;
  }

  private List<String> answers(String command, List<Long> inodes) throws IOException {
    StringBuilder script = new StringBuilder();
    for (long inode : inodes) {
      script.append(command).append(" <").append(inode).append(">\n");
    }
    Path file = Files.writeString(scratch.resolve("script"), script);
    String[] parts = Tool.run("debugfs", "-f", file, image).text().split("debugfs: ", -1);
    List<String> answers = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      answers.add(parts[i]);
    }
    if (answers.size() != inodes.size()) {
      throw new AssertionError(answers.size() + " answers to " + inodes.size() + " questions");
    }
    return answers;
  }

  private void dump(List<Long> inodes) throws IOException {
    StringBuilder script = new StringBuilder();
    for (long inode : inodes) {
      int type = modes.getOrDefault(inode, 0) >> 12;
      if (type == 8 || type == 10) {
        script.append("dump <" + inode + "> " + scratch + "/" + inode + "\n");
      }
    }
    Tool.run("debugfs", "-f", Files.writeString(scratch.resolve("script"), script), image);
  }

  private Entry entry(long inode, String stat) throws IOException {
    int mode = modes.getOrDefault(inode, 0);
    String type = type(mode >> 12);
    Matcher owner = found(OWNER, stat);
    cut(inode, Long.parseLong(owner.group(3)));
    return new Entry(
        type,
        String.format(Locale.ROOT, "%04o", mode & 07777),
        Long.parseLong(owner.group(1)) & UNSIGNED,
        Long.parseLong(owner.group(2)) & UNSIGNED,
        type.equals("file") || type.equals("symlink") ? Long.parseLong(owner.group(3)) : -1,
        time(found(MTIME, stat)),
        type.equals("symlink") ? target(inode, stat) : null,
        type.equals("file") ? sha256(scratch.resolve(Long.toString(inode))) : null,
        type.equals("char") || type.equals("block") ? device(stat) : null);
  }

  /** Of inline data the tool dumps all the room that there is, not only the file. */
  private void cut(long inode, long size) throws IOException {
    Path file = scratch.resolve(Long.toString(inode));
    if (Files.exists(file) && Files.size(file) > size) {
      Images.resize(file, size);
    }
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private @Nullable String target(long inode, String stat) throws IOException {
    Matcher fast = LINK.matcher(stat);
    return fast.find()
        ? fast.group(1)
        : Files.readString(scratch.resolve(Long.toString(inode)), StandardCharsets.ISO_8859_1);
  }

  private static String device(String stat) {
    Matcher device = found(DEVICE, stat);
    return Integer.parseInt(device.group(1)) + ":" + Integer.parseInt(device.group(2));
  }

  /** The extra field: two bits more of the seconds, thirty bits of nanoseconds. */
  private static Instant time(Matcher mtime) {
    long seconds = (int) Long.parseLong(mtime.group(1), 16);
    long extra = mtime.group(2) == null ? 0 : Long.parseLong(mtime.group(2), 16);
    return Instant.ofEpochSecond(seconds + ((extra & 3) << 32), extra >> 2);
  }

  private static Matcher found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError(pattern + " is not in " + text);
    }
    return matcher;
  }

  private static String type(int bits) {
    return switch (bits) {
      case 1 -> "fifo";
      case 2 -> "char";
      case 4 -> "dir";
      case 6 -> "block";
      case 8 -> "file";
      case 10 -> "symlink";
      case 12 -> "socket";
      default -> throw new AssertionError(Integer.toOctalString(bits));
    };
  }
}
