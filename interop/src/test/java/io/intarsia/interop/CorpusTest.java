package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Real images of a directory that {@code INTARSIA_CORPUS} names; see interop/README.md. */
class CorpusTest {
  private static final @Nullable String CORPUS = System.getenv("INTARSIA_CORPUS");

  @TempDir Path directory = Path.of("");

  @TestFactory
  Stream<DynamicTest> images() throws IOException {
    if (CORPUS == null) {
      return Stream.empty();
    }
    Path corpus = Path.of(CORPUS);
    Cli cli = Cli.create(directory.resolve("store"));
    List<DynamicTest> tests = new ArrayList<>();
    for (String[] row : rows(corpus.resolve("truth/images.tsv"))) {
      Path image = corpus.resolve("raw/" + row[0] + ".raw");
      if (Files.exists(image)) {
        tests.add(DynamicTest.dynamicTest(row[0], () -> comesBack(cli, image, row[0], row[3])));
      }
    }
    for (String[] row : rows(corpus.resolve("truth/layout.tsv"))) {
      if (!row[2].equals("none")) {
        tests.add(
            DynamicTest.dynamicTest(
                row[0] + " " + row[1], () -> isListed(cli, corpus, row[0], row[1])));
      }
    }
    try (Stream<Path> formats = Files.list(corpus.resolve("fmt"))) {
      for (Path file : (Iterable<Path>) formats.sorted()::iterator) {
        if (!file.toString().contains("overlay")) {
          tests.add(DynamicTest.dynamicTest(file.getFileName() + "", () -> container(cli, file)));
        }
      }
    }
    return tests.stream();
  }

  private static List<String[]> rows(Path file) throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      rows.add(line.split("\t", -1));
    }
    return rows;
  }

  private void comesBack(Cli cli, Path image, String name, String sha256) throws IOException {
    cli.good("checkin", image, name);
    Path out = directory.resolve("out");
    cli.good("checkout", name, out);
    assertThat(Tool.sha256(out)).isEqualTo(sha256);
    Files.delete(out);
  }

  private static void isListed(Cli cli, Path corpus, String name, String part) throws IOException {
    Map<String, Entry> truth = new TreeMap<>();
    for (String[] row : rows(corpus.resolve("truth/" + name + "." + part + ".files.tsv"))) {
      truth.put(row[8].equals(".") ? "/" : "/" + row[8], entry(row));
    }
    Map<String, Entry> listed = Entry.ofListing(cli.json("ls", "-R", name + ":" + part + ":/"));
    listed.replaceAll((_, entry) -> withoutDevice(entry));
    assertThat(Entry.differences(listed, truth)).isEmpty();
  }

  /** Type, mode, uid, gid, size, mtime, links, SHA-256, path, target. */
  private static Entry entry(String[] row) {
    int point = row[5].indexOf('.');
    return new Entry(
        Kernel.type(row[0]),
        String.format(Locale.ROOT, "%4s", row[1]).replace(' ', '0'),
        Long.parseLong(row[2]),
        Long.parseLong(row[3]),
        row[0].equals("f") || row[0].equals("l") ? Long.parseLong(row[4]) : -1,
        Instant.ofEpochSecond(
            Long.parseLong(row[5].substring(0, point)),
            Long.parseLong(row[5].substring(point + 1, point + 10))),
        row[0].equals("l") ? row[9] : null,
        row[0].equals("f") ? row[7] : null,
        null);
  }

  private static Entry withoutDevice(Entry entry) {
    return new Entry(
        entry.type(),
        entry.mode(),
        entry.uid(),
        entry.gid(),
        entry.size(),
        entry.mtime(),
        entry.target(),
        entry.sha256(),
        null);
  }

  private void container(Cli cli, Path file) throws IOException {
    String name = file.getFileName().toString();
    assertThat(cli.json("checkin", file, name).get("newBytes").longValue()).isLessThan(1 << 20);
    Path out = directory.resolve("out.qcow2");
    cli.good("checkout", name, out, "--format", "qcow2");
    Tool.run("qemu-img", "compare", "-f", qemuFormat(name), "-F", "qcow2", file, out);
    Tool.run("qemu-img", "check", "-f", "qcow2", out);
    Files.delete(out);
  }

  private static String qemuFormat(String name) {
    String suffix = name.substring(name.lastIndexOf('.') + 1);
    return suffix.equals("vhd") ? "vpc" : suffix;
  }
}
