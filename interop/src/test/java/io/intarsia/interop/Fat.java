package io.intarsia.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** FAT volumes that mkfs.fat makes and mtools fills and reads. */
final class Fat {
  private Fat() {}

  /** An empty volume on a disk that had something else before. */
  static Path make(Path image, String options, long seed, int size) throws IOException {
    Images.random(image, seed, size);
    Tool.script(Path.of("/"), "mkfs.fat " + options + " " + image);
    return image;
  }

  /**
   * Runs one of the mtools on a volume.
   *
   * @param words the tool, then its arguments; names on the volume begin with {@code ::}
   * @return what it wrote, one character per byte
   */
  static String mtools(Path image, Object... words) {
    List<Object> command =
        new ArrayList<>(List.of("env", "LC_ALL=C.UTF-8", "MTOOLS_SKIP_CHECK=1", words[0]));
    command.addAll(List.of("-i", image));
    command.addAll(Arrays.asList(words).subList(1, words.length));
    return new String(Tool.output(command.toArray()), StandardCharsets.ISO_8859_1);
  }

  /** Everything that mtools find: modes as their attributes mean them, the rest as they copy it. */
  static Map<String, Entry> list(Path image) throws IOException {
    Path out = Files.createTempDirectory("copied");
    mtools(image, "mcopy", "-s", "-m", "-n", "::/*", out);
    Map<String, Entry> copied = Kernel.list(out);
    Tool.run("rm", "-r", out);
    TreeMap<String, Entry> entries = new TreeMap<>();
    for (String line : mtools(image, "mattrib", "-/", "::/").lines().toList()) {
      int name = line.indexOf("::/");
      boolean readOnly = line.substring(0, name).contains("R");
      String path = line.substring(name + 2);
      entries.put(path, entry(path, readOnly, Objects.requireNonNull(copied.get(path), path)));
    }
    return entries;
  }

  private static Entry entry(String path, boolean readOnly, Entry copy) {
    boolean file = copy.type().equals("file");
    return new Entry(
        copy.type(),
        file && readOnly ? "0555" : "0755",
        0,
        0,
        copy.size(),
        path.equals("/") ? Instant.EPOCH : copy.mtime(),
        null,
        copy.sha256(),
        null);
  }
}
