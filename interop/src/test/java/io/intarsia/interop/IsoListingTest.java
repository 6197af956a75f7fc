package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code ls -R --json} of ISO images says what went in and what xorriso and isoinfo get out. */
class IsoListingTest {
  /** What every kind of names can hold. */
  private static final String PLAIN =
      """
      for size in 0 1 2047 2048 2049 65536 300000; do head -c $size /dev/urandom > size-$size; done
      mkdir many; i=0; while [ $i -lt 200 ]; do
        echo $i > "many/one of many with a name $i.text"; i=$((i + 1)); done
      deep=.; i=0; while [ $i -lt 6 ]; do deep=$deep/d$i; i=$((i + 1)); done
      mkdir -p $deep EMPTY; printf bottom > $deep/file
      printf upper > UPPER.TXT; printf none > noext; printf blank > 'two  blanks'
      i=0; while [ $i -lt 9000 ]; do echo "line $i of some text"; i=$((i + 1)); done > text
      head -c 1000000 /dev/zero > zeros; cat text size-65536 zeros text > mixed
      touch -d '1970-01-02 UTC' size-1; touch -d '2026-06-15 23:59:59 UTC' size-2047
      touch -d '2000-02-29 12:34:57 UTC' size-2048 EMPTY
      """;

  /** What only Rock Ridge can hold. */
  private static final String POSIX =
      """
      printf accent > "$(printf 'caf\\303\\251')"; printf latin1 > "$(printf 'caf\\351')"
      printf emoji > "$(printf '\\360\\237\\252\\265 wood')"; printf lines > "$(printf 'two\\nlines')"
      printf long > "$(printf '%0250d' 7)"
      printf case > CASE; printf Case > Case; printf odd > 'a;b:c*d"e\\f'
      ln -s text link; ln -s /abs/../x/./y absolute; ln -s / root; ln -s .. up; ln -s ./../a/.. dots
      ln -s "$(printf '%0240d' 7)/../." long-link
      ln text hard-link; mkfifo fifo
      chmod 4755 text; chmod 1777 EMPTY; chmod 0 size-1; mkdir -m 2750 setgid
      deep=deep; i=0; while [ $i -lt 20 ]; do deep=$deep/level-$i; i=$((i + 1)); done
      mkdir -p $deep; printf bottom > $deep/file
      touch -h -d '2001-02-03 04:05:06 UTC' link
      """;

  /** What only root can make. */
  private static final String ROOT =
      """
      mknod char c 5 1; mknod block b 300 70000; chown 1000:4000000000 size-2048 setgid
      """;

  @TempDir static Path directory = Path.of("");
  private static Path plain = Path.of("");
  private static Path posix = Path.of("");
  private static Cli cli = Cli.at(Path.of(""));

  @BeforeAll
  static void prepare() throws IOException {
    plain = Files.createDirectory(directory.resolve("plain"));
    Tool.script(plain, PLAIN);
    posix = Files.createDirectory(directory.resolve("posix"));
    Tool.script(posix, PLAIN + POSIX + (Kernel.mounts() ? ROOT : ""));
    cli = Cli.create(directory.resolve("store"));
  }

  @ParameterizedTest
  @CsvSource({
    "genisoimage, genisoimage -quiet -R -J",
    "xorriso, xorriso -as mkisofs -R -iso-level 3",
    "boot, xorriso -as mkisofs -R -J -b text -no-emul-boot -boot-load-size 4",
    "hybrid, xorriso -as mkisofs -R --mbr-force-bootable -partition_offset 16",
  })
  void rockRidgeIsWhatWentIn(String name, String command) throws IOException {
    Path image = make(name, command, posix);
    Map<String, Entry> listed = listed(image, name);
    removeAdded(listed);
    assertThat(Entry.differences(listed, wholeSeconds(Kernel.list(posix)))).isEmpty();
    // Xorriso makes no devices, gives links their time anew, and leaves our directory as it was.
    Map<String, Entry> extracted = extracted(image);
    removeAdded(extracted);
    listed.values().removeIf(entry -> entry.device() != null);
    listed.keySet().remove("/");
    extracted.keySet().remove("/");
    assertThat(Entry.differences(withoutLinkTimes(listed), withoutLinkTimes(extracted))).isEmpty();
    Files.delete(image);
  }

  /** Genisoimage moves deep directories below one of its own; boot catalogs are files. */
  private static void removeAdded(Map<String, Entry> entries) {
    entries.remove("/rr_moved");
    entries.remove("/boot.catalog");
  }

  @Test
  void laterSessionsAndZisofs() throws IOException {
    Path image = directory.resolve("sessions");
    xorriso("-outdev", image, "-map", posix, "/", "-set_filter_r", "--zisofs", "/", "--");
    xorriso("-dev", image, "-rm_r", "/many", "--", "-map", plain, "/more");
    TreeMap<String, Entry> expected = new TreeMap<>(wholeSeconds(Kernel.list(posix)));
    expected.keySet().removeIf(path -> path.startsWith("/many"));
    wholeSeconds(Kernel.list(plain))
        .forEach((path, entry) -> expected.put(path.equals("/") ? "/more" : "/more" + path, entry));
    Map<String, Entry> listed = listed(image, "sessions");
    expected.put("/", listed.get("/"));
    assertThat(Entry.differences(listed, expected)).isEmpty();
  }

  private static void xorriso(Object... words) {
    Object[] command = new Object[words.length + 1];
    command[0] = "xorriso";
    System.arraycopy(words, 0, command, 1, words.length);
    Tool.run(command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"genisoimage -quiet -J -joliet-long", "xorriso -as mkisofs --norock -J"})
  void jolietIsWhatWentIn(String command) throws IOException {
    String name = "joliet-" + command.substring(0, 3);
    Path image = make(name, command, plain);
    Map<String, Entry> expected = new TreeMap<>();
    wholeSeconds(Kernel.list(plain))
        .forEach((path, entry) -> expected.put(path, withMode(entry, "0555")));
    Map<String, Entry> listed = listed(image, name);
    expected.put("/", listed.get("/"));
    assertThat(Entry.differences(listed, expected)).isEmpty();
    assertThat(listed.keySet()).isEqualTo(names(image, path -> path, "-J"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "genisoimage -quiet -l",
        "genisoimage -quiet -iso-level 1",
        "xorriso -as mkisofs --norock"
      })
  void plainNamesAreThoseOfIsoinfo(String command) throws IOException {
    String name = command.replaceAll("[^a-z0-9]+", "-");
    Path image = make(name, command, plain);
    Map<String, Entry> listed = listed(image, name);
    assertThat(listed.keySet()).isEqualTo(names(image, IsoListingTest::asLinuxShows));
    for (String path : names(image, path -> path)) {
      if (path.contains(";") && !path.startsWith("/MANY")) {
        byte[] content = Tool.output("isoinfo", "-i", image, "-x", path);
        Path copy = Files.write(directory.resolve("copy"), content);
        assertThat(listed.get(asLinuxShows(path)))
            .extracting(Entry::sha256)
            .as(path)
            .isEqualTo(Tool.sha256(copy));
      }
    }
  }

  /** With a partition table for USB sticks, and an EFI partition behind the files or among them. */
  @ParameterizedTest
  @CsvSource({
    "mbr, -isohybrid-mbr CODE -b boot -no-emul-boot -boot-load-size 4 -append_partition 2 0xef EFI",
    "gpt, -append_partition 2 0xef EFI -appended_part_as_gpt",
    "both, -append_partition 2 0xef EFI -appended_part_as_gpt -partition_offset 16",
    "inside, -isohybrid-mbr CODE -b boot -no-emul-boot -boot-load-size 4"
        + " -eltorito-alt-boot -e efi -no-emul-boot -isohybrid-gpt-basdat",
  })
  void hybridDisksListTheirFilesOnce(String name, String options) throws IOException {
    Path tree = Files.createDirectories(directory.resolve("stick"));
    Path efi = Fat.make(tree.resolve("efi"), "-F 12 -s 1", 5, 1 << 20);
    Fat.mtools(efi, "mcopy", plain.resolve("text"), "::/text");
    Images.random(tree.resolve("boot"), 7, 4096);
    Path code = Files.write(directory.resolve("code"), new byte[432]);
    Path image =
        make(
            name,
            "xorriso -as mkisofs -R "
                + options.replace("EFI", efi.toString()).replace("CODE", code.toString()),
            tree);
    Map<String, String> read = new TreeMap<>();
    for (JsonNode place : cli.json("checkin", image, name).get("understood")) {
      if (place.get("files").intValue() > 0) {
        read.put(place.get("partition").stringValue(), place.get("filesystem").stringValue());
      }
    }
    assertThat(read).isEqualTo(Map.of("p0", "iso9660", "p2", "vfat"));
    // Without the name of a partition.
    Map<String, Entry> listed = Entry.ofListing(cli.json("ls", "-R", name + ":/"));
    removeAdded(listed);
    assertThat(Entry.differences(listed, wholeSeconds(Kernel.list(tree)))).isEmpty();
    Path out = directory.resolve(name + "-out");
    cli.good("checkout", name, out);
    assertThat(Files.mismatch(image, out)).isEqualTo(-1);
  }

  private static Path make(String name, String command, Path tree) {
    Path image = directory.resolve(name + ".iso");
    List<Object> words = new ArrayList<>(List.of(command.split(" ", -1)));
    words.addAll(List.of("-o", image, tree));
    Tool.run(words.toArray());
    return image;
  }

  private static Map<String, Entry> listed(Path image, String name) {
    JsonNode result = cli.json("checkin", image, name);
    JsonNode understood = result.get("understood").get(0);
    assertThat(understood.get("filesystem").stringValue()).isEqualTo("iso9660");
    assertThat(understood.get("problem").isNull()).as(result.toString()).isTrue();
    String place = understood.get("partition").stringValue();
    return Entry.ofListing(cli.json("ls", "-R", name + ":" + place + ":/"));
  }

  private static Map<String, Entry> extracted(Path image) throws IOException {
    Path out = Files.createTempDirectory(directory, "extracted");
    Tool.run("xorriso", "-osirrox", "on", "-indev", image, "-extract", "/", out);
    Map<String, Entry> entries = Kernel.list(out);
    Tool.run("chmod", "-R", "u+rwX", out);
    Tool.run("rm", "-r", out);
    return entries;
  }

  /**
   * The paths that isoinfo finds, and the root.
   *
   * @param change of each path
   * @param options of isoinfo
   */
  private static Set<String> names(Path image, UnaryOperator<String> change, Object... options) {
    List<Object> command = new ArrayList<>(List.of("isoinfo", "-f", "-i", image));
    command.addAll(List.of(options));
    Set<String> names =
        new String(Tool.output(command.toArray()), StandardCharsets.ISO_8859_1)
            .lines()
            .map(change)
            .collect(Collectors.toCollection(TreeSet::new));
    names.add("/");
    return names;
  }

  /** Small letters, no version, no dot without an extension. */
  private static String asLinuxShows(String path) {
    return path.replaceFirst("\\.?;1$", "").toLowerCase(Locale.ROOT);
  }

  private static Map<String, Entry> wholeSeconds(Map<String, Entry> entries) {
    entries.replaceAll((path, e) -> withTime(e, e.mtime().truncatedTo(ChronoUnit.SECONDS)));
    return entries;
  }

  private static Map<String, Entry> withoutLinkTimes(Map<String, Entry> entries) {
    entries.replaceAll((path, e) -> e.type().equals("symlink") ? withTime(e, Instant.EPOCH) : e);
    return entries;
  }

  private static Entry withTime(Entry e, Instant time) {
    return new Entry(
        e.type(), e.mode(), e.uid(), e.gid(), e.size(), time, e.target(), e.sha256(), e.device());
  }

  private static Entry withMode(Entry e, String mode) {
    return new Entry(
        e.type(), mode, e.uid(), e.gid(), e.size(), e.mtime(), e.target(), e.sha256(), e.device());
  }
}
