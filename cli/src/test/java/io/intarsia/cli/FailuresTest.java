package io.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be done: one clear line, the right status, and nothing changed. */
class FailuresTest {
  @TempDir Path home;

  private Path image;

  @BeforeEach
  void storeWithOneImage() throws IOException {
    image = home.resolve("disk.raw");
    Files.write(image, new byte[10_000]);
    Run.good(home, "checkin", image.toString(), "disk");
  }

  @Test
  void unknownImagesAndVersions() throws IOException {
    for (String words :
        new String[] {
          "show nobody",
          "versions nobody",
          "checkout nobody " + home.resolve("out"),
          "ls nobody:/",
          "cat nobody:/x",
          "digest disk@2",
          "show disk@7",
          "remove disk@2",
          "remove nobody --keep-last 1",
          "default disk 9",
          "rename nobody somebody",
          "lock nobody",
          "provenance nobody",
          "compare disk nobody",
          "reindex nobody",
          "extract disk@3:/ " + home,
          "checkin " + image + " new --derived-from nobody",
          "unlock nobody"
        }) {
      fails(words);
    }
    assertThat(home.resolve("out")).doesNotExist();
  }

  @Test
  void storesThatAreNone() throws IOException {
    Path nothing = home.resolve("nothing");
    fails("--store " + nothing + " list");
    fails("--store " + nothing + " checkin " + image + " x");
    fails("--store " + nothing + " gc");
    assertThat(nothing).doesNotExist();
    Path directory = Files.createDirectory(home.resolve("directory"));
    Files.writeString(directory.resolve("file"), "somebody's");
    fails("--store " + directory + " list");
    fails("--store " + directory + " checkin " + image + " x");
    fails("--store " + directory + " init");
    fails("--store " + image + " list");
    fails("--store " + image + " init");
    assertThat(directory).isDirectoryContaining("glob:**/file");
  }

  @Test
  void filesThatAreNoImages() throws IOException {
    fails("checkin " + home + " x");
    fails("checkin " + home.resolve("missing") + " x");
    fails("checkin " + image + " x --format qcow2");
    fails("checkout disk " + home.resolve("no/such/directory/out"));
    fails("checkout disk " + home);
    assertThat(home.resolve("out")).doesNotExist();
    assertThat(Run.json(home, "list")).hasSize(1);
  }

  @Test
  void emptyFileNames() {
    for (String[] words :
        new String[][] {
          {"checkin", "", "x"}, {"checkout", "disk", ""}, {"extract", "disk:/", ""}
        }) {
      Run run = Run.at(home, words);
      assertThat(run.status()).isEqualTo(Invocation.FAILED);
      assertThat(run.err())
          .isEqualTo("intarsia: the name of a file or directory is empty; give one\n");
    }
  }

  /** Of a document nothing is written when there is none. */
  @Test
  void listingsThatFailAtOnce() throws IOException {
    for (String words :
        new String[] {
          "--json ls disk:/",
          "--json ls nobody:/",
          "--json ls -R disk:p7:/etc",
          "--json versions nobody",
          "--json show nobody",
          "--json search x --image nobody",
          "--json reindex nobody",
        }) {
      fails(words);
    }
    assertThat(Run.good(home, "--json", "search", "nothing-has-this-name").text())
        .isEqualTo("[]\n");
  }

  @Test
  void unreadableFiles() throws IOException {
    Path unreadable = home.resolve("unreadable");
    Files.write(unreadable, new byte[1]);
    Files.setPosixFilePermissions(unreadable, PosixFilePermissions.fromString("---------"));
    if (!Files.isReadable(unreadable)) {
      fails("checkin " + unreadable + " x");
    }
    // Root reads every file, but this one is no disk.
    fails("checkin /dev/null x");
  }

  @Test
  void namesThatAreTaken() throws IOException {
    Run.good(home, "checkin", image.toString(), "other");
    fails("rename disk other");
  }

  @Test
  void aDirectoryAsKeyFileIsNamed() throws IOException {
    String words = "--store " + home.resolve("sealed") + " --key-file " + home + " init --encrypt";
    fails(words);
    assertThat(Run.at(home, words.split(" ")).err()).contains("'" + home + "' is a directory");
  }

  @Test
  void lockedImages() throws IOException {
    Run.good(home, "lock", "disk");
    fails("checkin " + image + " disk");
    fails("remove disk@1");
    Run.good(home, "unlock", "disk");
    Run.good(home, "checkin", image.toString(), "disk");
  }

  @Test
  void aStoreOfANewerVersion() throws IOException {
    Path header = home.resolve(".intarsia/store");
    byte[] bytes = Files.readAllBytes(header);
    // docs/formats/store.md: the version stands behind the magic of 8 bytes.
    bytes[8] = (byte) 200;
    Files.write(header, bytes);
    Run run = Run.at(home, "list");
    assertThat(run.status()).isIn(Invocation.FAILED, Invocation.DAMAGE_FOUND);
    assertThat(run.err()).startsWith("intarsia: ").hasLineCount(1);
  }

  private void fails(String words) throws IOException {
    String before = state();
    Run run = Run.at(home, words.split(" "));
    assertThat(run.status()).as(words + ": " + run.err()).isEqualTo(Invocation.FAILED);
    assertThat(run.err())
        .as(words)
        .startsWith("intarsia: ")
        .endsWith("\n")
        .hasLineCount(1)
        .doesNotContain("Exception", "internal error");
    assertThat(run.out()).as(words).isEmpty();
    assertThat(state()).as(words).isEqualTo(before);
  }

  /** The packs, index segments and records of the store. */
  private String state() throws IOException {
    StringBuilder names = new StringBuilder();
    for (String directory : new String[] {"packs", "index", "records"}) {
      try (Stream<Path> files = Files.walk(home.resolve(".intarsia").resolve(directory))) {
        files.sorted().forEach(file -> names.append(file).append('\n'));
      }
    }
    return names.toString();
  }
}
