package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code ls -R --json} of FAT of all widths says what mtools say; only free space is dropped. */
class FatListingTest {
  private static final int DELETED_BYTES = 300_000;

  /** Names that need a long one and names that do not; times from the first to a late one. */
  private static final String TREE =
      """
      for size in 0 1 511 512 513 4095 4096 4097 65536 200000; do
        head -c $size /dev/urandom > size-$size
      done
      printf short > SHORT.TXT; printf lower > lower.txt; printf mixed > Mixed.Txt
      printf base > lower.EXT; printf ext > UPPER.ext; printf none > NOEXT
      printf dots > a.b.c.d; printf blanks > ' two  blanks'; printf plus > 'a+b,c;d=e[f]'
      printf accent > "$(printf 'Caf\\303\\251 au lait')"; printf greek > "$(printf '\\316\\261\\316\\262')"
      printf wide > "$(printf '\\346\\234\\250\\347\\211\\207 wood')"
      printf long > "$(printf '%0250d' 7)"
      printf tail-1 > 'the same beginning 1.text'; printf tail-2 > 'the same beginning 2.text'
      mkdir many; i=0; while [ $i -lt 90 ]; do
        echo $i > "many/one of many files with a rather long name $i"; i=$((i + 1)); done
      deep=.; i=0; while [ $i -lt 20 ]; do deep="$deep/level $i"; i=$((i + 1)); done
      mkdir -p "$deep" EMPTY; printf bottom > "$deep/file"
      touch -d '1980-01-01 00:00:00 UTC' size-1; touch -d '2099-12-31 23:59:58 UTC' size-511
      touch -d '2000-02-29 12:34:56 UTC' size-512 EMPTY
      """;

  @TempDir static Path directory = Path.of("");
  private static Path tree = Path.of("");
  private static Cli cli = Cli.at(Path.of(""));

  @BeforeAll
  static void prepare() throws IOException {
    tree = Files.createDirectory(directory.resolve("tree"));
    Tool.script(tree, TREE);
    cli = Cli.create(directory.resolve("store"));
  }

  @ParameterizedTest
  @CsvSource({
    "-F 12 -s 1 -n LABEL, 2",
    "-F 12 -s 16 -f 1, 4",
    "-F 16 -s 4 -r 256, 10",
    "-F 32 -s 1, 40",
    "-F 16 -s 1 -S 4096, 22",
  })
  void listsWhatMtoolsShow(String options, int mebibytes) throws IOException {
    Path image = Fat.make(directory.resolve("volume"), options, mebibytes, mebibytes << 20);
    fill(image);
    String name = "volume" + mebibytes;
    JsonNode result = cli.json("checkin", image, name, "--free-space", "drop");
    JsonNode understood = result.get("understood").get(0);
    assertThat(understood.get("filesystem").stringValue()).isEqualTo("vfat");
    assertThat(understood.get("problem").isNull()).as(result.toString()).isTrue();
    Map<String, Entry> expected = Fat.list(image);
    assertThat(Entry.differences(Entry.ofListing(cli.json("ls", "-R", name + ":/")), expected))
        .isEmpty();
    assertThat(expected.keySet()).isEqualTo(names(image));
    assertThat(result.get("droppedBytes").longValue()).isGreaterThan(DELETED_BYTES);
    Path out = directory.resolve("out");
    cli.good("checkout", name, out);
    Tool.run("fsck.fat", "-n", out);
    assertThat(Entry.differences(Fat.list(out), expected)).isEmpty();
    assertThat(Images.differingBytesThatAreNotZero(image, out)).isZero();
    Files.delete(out);
    Files.delete(image);
  }

  /** With files in pieces, entries of deleted files, and attributes. */
  private static void fill(Path image) throws IOException {
    Path gone = Images.random(directory.resolve("gone"), 3, DELETED_BYTES);
    Path small = Images.random(directory.resolve("small"), 4, 9000);
    for (int i = 0; i < 8; i++) {
      Fat.mtools(image, "mcopy", small, "::/before this one " + i);
    }
    Fat.mtools(image, "mcopy", gone, "::/gone");
    Fat.mtools(image, "mdel", "::/before this one 2", "::/before this one 5");
    Object[] words = {"mcopy", "-s", "-m", "-Q"};
    try (var files = Files.list(tree)) {
      Object[] sources = files.sorted().toArray();
      Object[] all = Arrays.copyOf(words, words.length + sources.length + 1);
      System.arraycopy(sources, 0, all, words.length, sources.length);
      all[all.length - 1] = "::/";
      Fat.mtools(image, all);
    }
    Fat.mtools(image, "mdel", "::/gone");
    Fat.mtools(image, "mattrib", "+r", "::/size-513", "::/SHORT.TXT", "::/EMPTY");
    Fat.mtools(image, "mattrib", "+h", "+s", "::/lower.txt", "::/many");
    Tool.run("fsck.fat", "-n", image);
  }

  private static Set<String> names(Path image) {
    Set<String> names =
        Fat.mtools(image, "mdir", "-/", "-a", "-b", "::/")
            .lines()
            .map(line -> line.substring(2).replaceFirst("/$", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    names.add("/");
    return names;
  }
}
