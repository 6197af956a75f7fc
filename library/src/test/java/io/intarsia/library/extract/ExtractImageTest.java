package io.intarsia.library.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.library.checkin.CheckInRequest;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.reference.PathReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees from a disk that mke2fs made, compared with what it was made from by find and diff. */
class ExtractImageTest {
  @TempDir private static Path temporary;

  private static Path source;
  private static Library library;

  @BeforeAll
  static void checkIn() throws IOException {
    source = Files.createDirectory(temporary.resolve("source"));
    run(
        "cd "
            + source
            + """

            mkdir -p etc/deep/er empty
            echo host > etc/hostname
            seq 1 100000 > etc/deep/long
            : > etc/deep/nothing
            echo x > "$(printf 'etc/no\\377utf8')"
            echo spaces > 'etc/a b'
            truncate -s 3M etc/sparse; echo end >> etc/sparse
            ln etc/deep/long etc/deep/er/linked
            ln -s ../deep/long etc/link
            mkfifo etc/fifo
            echo run > etc/program; chmod 6755 etc/program
            chmod 1777 empty; chmod 0550 etc/deep/er
            find . -depth -exec touch -h -d '2020-01-02 03:04:05' {} +
            cd ..
            truncate -s 32M disk; mke2fs -q -t ext4 -E root_owner=$(id -u):$(id -g) -d source disk
            """);
    library = Libraries.create(temporary.resolve("store"), 4096);
    library.checkIn(CheckInRequest.of(temporary.resolve("disk"), "image"), Progress.none());
  }

  @AfterAll
  static void close() throws IOException {
    library.close();
    run("chmod -R u+w " + temporary);
  }

  @Test
  void aWholeFileSystem() throws IOException {
    Path out = temporary.resolve("all");

    assertThat(extract("/", out))
        .as("lost+found belongs to root")
        .allSatisfy(note -> assertThat(note).startsWith("owners were not kept"));

    assertThat(listing(out, "! -path './lost+found*'"))
        .isEqualTo(listing(source, ""))
        .contains("etc/program f 6755 ", "etc/no\u00FFutf8 f ", "etc/fifo p ");
    assertThat(run("diff -r --no-dereference -x lost+found -x fifo " + source + " " + out))
        .isEmpty();
    assertThat(Files.getAttribute(out.resolve("etc/deep/er/linked"), "unix:ino"))
        .isEqualTo(Files.getAttribute(out.resolve("etc/deep/long"), "unix:ino"));
  }

  @Test
  void aDirectoryUnderItsName() throws IOException {
    Path out = temporary.resolve("some/where");

    assertThat(extract("/etc/deep", out)).isEmpty();

    assertThat(listing(out.resolve("deep"), "")).isEqualTo(listing(source.resolve("etc/deep"), ""));
    assertThat(run("ls -A " + out)).isEqualTo("deep\n");
    assertThat(Files.getAttribute(out.resolve("deep/long"), "unix:nlink")).isEqualTo(2);
  }

  @Test
  void aFileAndThenAgain() throws IOException {
    Path out = temporary.resolve("file");

    assertThat(extract("/etc/hostname", out)).isEmpty();

    assertThat(out.resolve("hostname")).hasContent("host\n");
    assertThatThrownBy(() -> extract("/etc/hostname", out))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining(out + "/hostname' exists already");
  }

  @Test
  void aLinkIsExtractedAsALink() throws IOException {
    Path out = temporary.resolve("link");

    extract("/etc/link", out);

    assertThat(Files.readSymbolicLink(out.resolve("link"))).hasToString("../deep/long");
  }

  @Test
  void whatIsNotThere() {
    assertThatThrownBy(() -> extract("/etc/none", temporary.resolve("none")))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("/etc/none");
  }

  private static List<String> extract(String path, Path out) throws IOException {
    return library.extract(PathReference.parse("image:" + path), out, Progress.none()).notKept();
  }

  /** Everything but directory sizes, by name. */
  private static String listing(Path directory, String condition) throws IOException {
    return run(
        "cd "
            + directory
            + "; find . -mindepth 1 "
            + condition
            + " \\( -type d -printf '%P %y %m %U %G %T@\\n'"
            + " -o -printf '%P %y %m %U %G %T@ %s %l\\n' \\) | LC_ALL=C sort");
  }

  private static String run(String script) throws IOException {
    Process process = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
