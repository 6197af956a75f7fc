package io.intarsia.formats.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes and reads partition tables with sfdisk, the reference. */
final class Sfdisk {
  private static final Pattern LINE =
      Pattern.compile(
          "\"node\": \"([^\"]*?)(\\d+)\",\\s*\"start\": (\\d+),\\s*\"size\": (\\d+),"
              + "\\s*\"type\": \"([^\"]*)\"(?:,\\s*\"uuid\": \"([^\"]*)\")?"
              + "(?:,\\s*\"name\": \"([^\"]*)\")?");

  private Sfdisk() {}

  /** Writes the table that a script describes. */
  static void make(Path disk, String script) throws IOException {
    run(script, "-q", disk.toString());
  }

  /** The partitions without extended ones, in order of their offsets. */
  static List<Partition> read(Path disk) throws IOException {
    String json = run("", "-J", disk.toString());
    boolean gpt = json.contains("\"label\": \"gpt\"");
    List<Partition> partitions = new ArrayList<>();
    Matcher line = LINE.matcher(json.replaceAll("\\s+:\\s*", ": ").replaceAll(":\\s*", ": "));
    while (line.find()) {
      String type = line.group(5).toLowerCase(Locale.ROOT);
      if (!gpt && (type.equals("5") || type.equals("f") || type.equals("85"))) {
        continue;
      }
      String name = line.group(7) == null ? "" : line.group(7);
      partitions.add(
          new Partition(
              Integer.parseInt(line.group(2)),
              Long.parseLong(line.group(3)) * 512,
              Long.parseLong(line.group(4)) * 512,
              gpt ? type : "0x" + (type.length() == 1 ? "0" + type : type),
              gpt ? line.group(6).toLowerCase(Locale.ROOT) : null,
              gpt ? name : null));
    }
    partitions.sort((a, b) -> Long.compare(a.offset(), b.offset()));
    return partitions;
  }

  private static String run(String input, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("/usr/sbin/sfdisk"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as("%s of %s: %s", command, input, output).isZero();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return output;
  }
}
