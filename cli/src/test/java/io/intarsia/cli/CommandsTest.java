package io.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands on two versions of a small ext4 image: statuses, JSON keys, bytes. */
@TestInstance(Lifecycle.PER_CLASS)
class CommandsTest {
  private static final long SEED = 20_260_101;
  private static final String BIG = "usr/big";

  private Path home;
  private Path first;
  private Path second;
  private byte[] big;
  private JsonNode firstCheckIn;
  private JsonNode secondCheckIn;

  @BeforeAll
  void storeTwoVersions(@TempDir Path directory) throws Exception {
    home = directory;
    Path tree = Files.createDirectories(home.resolve("tree"));
    Files.createDirectories(tree.resolve("etc"));
    Files.createDirectories(tree.resolve("usr"));
    Files.writeString(tree.resolve("etc/os-release"), "NAME=test\n");
    Files.writeString(tree.resolve("etc/gone"), "only in the first\n");
    big = new byte[1_500_000];
    new Random(SEED).nextBytes(big);
    Files.write(tree.resolve(BIG), big);
    Files.createSymbolicLink(tree.resolve("usr/link"), Path.of("../etc/os-release"));
    first = makeImage(tree, "first.raw");
    Files.writeString(tree.resolve("etc/os-release"), "NAME=test\nVERSION=2\n");
    Files.delete(tree.resolve("etc/gone"));
    Files.writeString(tree.resolve("etc/added"), "only in the second\n");
    second = makeImage(tree, "second.raw");
    firstCheckIn = Run.json(home, "checkin", first.toString(), "disk", "--message", "a note");
    secondCheckIn = Run.json(home, "checkin", second.toString(), "disk");
  }

  private Path makeImage(Path tree, String name) throws Exception {
    Path image = home.resolve(name);
    Files.deleteIfExists(image);
    run("mke2fs", "-q", "-F", "-t", "ext4", "-d", tree.toString(), image.toString(), "16m");
    // A name that is no UTF-8, which no Java program can make.
    Path bytes = Files.write(home.resolve("latin1"), new byte[] {'x'});
    Path commands = home.resolve("commands");
    Files.write(
        commands, ("write " + bytes + " /usr/caf\351\n").getBytes(StandardCharsets.ISO_8859_1));
    run("debugfs", "-w", "-f", commands.toString(), image.toString());
    return image;
  }

  private static void run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  @Test
  void checkInTellsWhatItDid() {
    assertThat(keys(firstCheckIn))
        .contains(
            "image",
            "version",
            "id",
            "virtualBytes",
            "dataBytes",
            "newBytes",
            "newFileBytes",
            "newSkeletonBytes",
            "metadataBytes",
            "storedBytes",
            "seconds",
            "understood",
            "leftOut",
            "notes");
    assertThat(firstCheckIn.get("image").asString()).isEqualTo("disk");
    assertThat(firstCheckIn.get("version").asInt()).isEqualTo(1);
    assertThat(firstCheckIn.get("virtualBytes").asLong()).isEqualTo(16 << 20);
    assertThat(firstCheckIn.get("newBytes").asLong())
        .isEqualTo(
            firstCheckIn.get("newFileBytes").asLong()
                + firstCheckIn.get("newSkeletonBytes").asLong());
    assertThat(firstCheckIn.get("newFileBytes").asLong()).isGreaterThanOrEqualTo(big.length);
    JsonNode understood = firstCheckIn.get("understood").get(0);
    assertThat(keys(understood)).contains("disk", "partition", "filesystem", "files", "problem");
    assertThat(understood.get("filesystem").asString()).isEqualTo("ext4");
    assertThat(secondCheckIn.get("version").asInt()).isEqualTo(2);
    assertThat(secondCheckIn.get("newFileBytes").asLong()).isLessThan(big.length);
  }

  @Test
  void checkOutGivesTheBytesBack() throws IOException {
    Path out = home.resolve("out.raw");
    JsonNode result = Run.json(home, "checkout", "disk@1", out.toString());
    assertThat(keys(result)).contains("virtualBytes", "writtenBytes", "seconds");
    assertThat(Files.mismatch(out, first)).isEqualTo(-1);
    assertThat(Run.good(home, "checkout", "disk", "-").out()).isEqualTo(Files.readAllBytes(second));
  }

  @Test
  void namesAndVersionsAreListed() {
    JsonNode images = Run.json(home, "list");
    assertThat(images.get(0).get("image").asString()).isEqualTo("disk");
    JsonNode versions = Run.json(home, "versions", "disk");
    assertThat(versions).hasSize(2);
    assertThat(versions.get(0).get("message").asString()).isEqualTo("a note");
    assertThat(Run.good(home, "list").text()).contains("disk", "16 MiB");
    assertThat(Run.good(home, "versions", "disk").text()).contains("2*", "a note");
    assertThat(Run.good(home, "--store", home.resolve(".intarsia").toString(), "list").text())
        .contains("disk");
  }

  @Test
  void showNamesThePartitions() throws Exception {
    JsonNode show = Run.json(home, "show", "disk@1");
    JsonNode partition = show.get("disks").get(0).get("partitions").get(0);
    assertThat(partition.get("filesystem").asString()).isEqualTo("ext4");
    assertThat(partition.get("root").asBoolean()).isTrue();
    assertThat(Run.good(home, "show", "disk").text()).contains("disk@2 (default)", "ext4");
    String sha256 =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(first)));
    assertThat(Run.json(home, "digest", "disk@1").get("sha256").asString()).isEqualTo(sha256);
    assertThat(Run.json(home, "show", "disk@1").get("disks").get(0).get("sha256").asString())
        .isEqualTo(sha256);
  }

  @Test
  void lsListsEveryName() throws Exception {
    JsonNode listing = Run.json(home, "ls", "-R", "disk@1:/");
    assertThat(keys(listing.get(0)))
        .contains("path", "type", "mode", "uid", "gid", "size", "mtime", "sha256", "target");
    assertThat(listing.get(0).get("path").asString()).isEqualTo("/");
    JsonNode file = find(listing, "/" + BIG);
    assertThat(file.get("type").asString()).isEqualTo("file");
    assertThat(file.get("mode").asString()).matches("0[0-7]{3}");
    assertThat(file.get("size").asLong()).isEqualTo(big.length);
    assertThat(file.get("sha256").asString())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(big)));
    assertThat(find(listing, "/usr/link").get("target").asString()).isEqualTo("../etc/os-release");
    JsonNode odd = find(listing, "/usr/caf\uFFFD");
    assertThat(Base64.getDecoder().decode(odd.get("pathBytes").asString()))
        .isEqualTo("/usr/caf\351".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(file.has("pathBytes")).isFalse();
    assertThat(Run.good(home, "ls", "disk:/usr").out())
        .containsSequence("/usr/caf\351\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void catWritesTheBytes() {
    assertThat(Arrays.equals(Run.good(home, "cat", "disk:/" + BIG).out(), big)).isTrue();
    String odd = NameBytes.decode("disk:/usr/caf\351".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Run.good(home, "cat", odd).text()).isEqualTo("x");
    assertThat(Run.good(home, "--json", "cat", odd).text()).isEqualTo("x");
    Run missing = Run.at(home, "cat", "disk:/missing");
    assertThat(missing.status()).isEqualTo(Invocation.FAILED);
    assertThat(missing.err()).startsWith("intarsia: ").contains("/missing").hasLineCount(1);
    assertThat(Run.at(home, "cat", "disk:/usr").status()).isEqualTo(Invocation.FAILED);
  }

  @Test
  void extractWritesFiles() throws IOException {
    Path directory = Files.createDirectory(home.resolve("extracted"));
    Run.good(home, "extract", "disk:/etc", directory.toString());
    try (var files = Files.walk(directory)) {
      assertThat(files.map(file -> file.getFileName().toString())).contains("os-release", "added");
    }
  }

  /** A file whose map cannot be read costs itself and the status; a socket costs neither. */
  @Test
  void extractTellsThatFilesAreMissing() throws Exception {
    Path tree = Files.createDirectories(home.resolve("partly"));
    Files.writeString(tree.resolve("whole"), "whole\n");
    Files.write(tree.resolve("lost"), big);
    Path image = makeImage(tree, "partly.raw");
    Path commands = home.resolve("commands");
    Files.writeString(commands, "mknod socket p\nsif socket mode 0140755\n");
    run("debugfs", "-w", "-f", commands.toString(), image.toString());
    Run.good(home, "checkin", image.toString(), "partly");
    Run.good(home, "extract", "partly:/", home.resolve("all").toString());
    Files.writeString(commands, "sif lost flags 0x4\n");
    run("debugfs", "-w", "-f", commands.toString(), image.toString());
    Run.good(home, "checkin", image.toString(), "partly");
    Path out = home.resolve("some");
    Run run = Run.at(home, "extract", "partly:/", out.toString());
    assertThat(run.status()).isEqualTo(Invocation.FAILED);
    assertThat(run.err())
        .contains("could not be read when the image was checked in", "sockets were skipped")
        .contains("intarsia: 1 file is missing in '" + out + "'");
    assertThat(out.resolve("whole")).hasContent("whole\n");
    assertThat(out.resolve("lost")).doesNotExist();
  }

  @Test
  void compareTellsWhatChanged() {
    JsonNode comparison = Run.json(home, "compare", "disk@1", "disk@2");
    assertThat(strings(comparison.get("added"))).contains("/etc/added");
    assertThat(strings(comparison.get("removed"))).contains("/etc/gone");
    JsonNode modified = find(comparison.get("modified"), "/etc/os-release");
    assertThat(strings(modified.get("changed"))).contains("content");
    assertThat(Run.good(home, "compare", "disk@1", "disk@2").text())
        .contains("+ /etc/added", "- /etc/gone");
  }

  @Test
  void searchFindsByNameAndContent() throws Exception {
    JsonNode hits = Run.json(home, "search", "os-rel*", "--default-only");
    assertThat(hits).hasSize(1);
    assertThat(hits.get(0).get("image").asString()).isEqualTo("disk");
    assertThat(hits.get(0).get("version").asInt()).isEqualTo(2);
    assertThat(hits.get(0).get("path").asString()).isEqualTo("/etc/os-release");
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(big));
    assertThat(Run.json(home, "search", "--sha256", sha256)).hasSize(2);
    assertThat(Run.good(home, "search", "os-rel*").text())
        .contains("disk@2:")
        .contains("/etc/os-release\n");
  }

  @Test
  void theStoreIsCountedAndSound() {
    JsonNode stats = Run.json(home, "stats");
    assertThat(keys(stats))
        .contains(
            "images",
            "versions",
            "virtualBytes",
            "dataBytes",
            "chunks",
            "chunkBytes",
            "storedBytes",
            "indexBytes");
    assertThat(stats.get("versions").asInt()).isEqualTo(2);
    JsonNode verify = Run.json(home, "verify");
    assertThat(verify.get("damaged")).isEmpty();
    assertThat(verify.get("checkedChunks").asLong()).isPositive();
    assertThat(keys(Run.json(home, "gc", "--dry-run"))).contains("freedBytes");
    assertThat(keys(Run.json(home, "optimize", "--dry-run")))
        .contains("neededBytes", "readBytes", "readBytesAfter", "freedBytes", "rewrittenPacks");
    assertThat(Run.good(home, "verify", "--sample", "50%").text()).contains("no damage");
  }

  @Test
  void provenanceIsATree() {
    JsonNode tree = Run.json(home, "provenance", "disk@2");
    assertThat(tree.get("image").asString()).isEqualTo("disk");
    assertThat(Run.good(home, "provenance", "disk@2").text()).contains("disk@2");
  }

  @Test
  void indexAndCatalogAreRebuilt() {
    Run.good(home, "rebuild", "index");
    Run.good(home, "rebuild", "catalog");
    assertThat(Run.json(home, "versions", "disk")).hasSize(2);
  }

  private static JsonNode find(JsonNode entries, String path) {
    for (JsonNode entry : entries) {
      if (entry.get("path").asString().equals(path)) {
        return entry;
      }
    }
    throw new AssertionError(path + " is not in " + entries);
  }

  private static List<String> keys(JsonNode object) {
    return new ArrayList<>(object.propertyNames());
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    for (JsonNode each : array) {
      strings.add(each.asString());
    }
    return strings;
  }
}
