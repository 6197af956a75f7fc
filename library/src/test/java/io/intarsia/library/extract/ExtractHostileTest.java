package io.intarsia.library.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Xattr;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.manifest.DirectoryEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees that want to write where they must not. */
class ExtractHostileTest {
  @TempDir private Path temporary;

  private StoredTree tree;
  private Path into;

  @BeforeEach
  void createStore() throws IOException {
    tree = new StoredTree(temporary.resolve("store"));
    into = temporary.resolve("playground/in");
  }

  @AfterEach
  void nothingOutside() throws IOException {
    tree.close();
    try (var beside = Files.list(temporary)) {
      assertThat(beside.map(path -> path.getFileName().toString()))
          .isSubsetOf("store", "playground", "elsewhere");
    }
    try (var beside = Files.list(temporary.resolve("playground"))) {
      assertThat(beside).containsExactly(into);
    }
  }

  @Test
  void namesThatAreNoNamesAreRefused() throws IOException {
    DirectoryEntry root =
        tree.directory(
            "",
            0755,
            tree.directory("..", 0755, tree.file("escaped", "x")),
            tree.file(".", "x"),
            tree.file("../escaped", "x"),
            tree.file("/etc/escaped", "x"),
            tree.file("a/b", "x"),
            tree.file("zero\0byte", "x"),
            tree.file("n".repeat(300), "x"),
            tree.directory("d".repeat(256), 0755),
            StoredTree.symlink("../link", "/"),
            StoredTree.special("../fifo", FileType.FIFO),
            tree.file("good", "good"));

    List<String> notes = tree.extract(root, into);

    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("files were skipped whose names this machine cannot have: 10 files");
    assertThat(names()).containsExactly("good");
  }

  @Test
  void anEmptyNameBelowTheRootIsRefused() throws IOException {
    DirectoryEntry root = tree.directory("", 0755, tree.directory("d", 0755, tree.file("", "x")));

    assertThat(tree.extract(root, into)).hasSize(1);
    assertThat(into.resolve("d")).isEmptyDirectory();
  }

  @Test
  void aDirectoryAfterASymlinkOfTheSameNameIsNotEntered() throws IOException {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    DirectoryEntry root =
        tree.directory(
            "",
            0755,
            tree.directory(
                "d",
                0755,
                StoredTree.symlink("x", elsewhere.toString()),
                tree.directory("x", 0777, tree.file("escaped", "x"))),
            StoredTree.symlink("y", elsewhere + "/file"),
            tree.file("y", "escaped"));

    List<String> notes = tree.extract(root, into);

    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("files were skipped whose names stand twice in their directory: 2 files");
    assertThat(elsewhere).isEmptyDirectory();
    assertThat(into.resolve("d/x")).isSymbolicLink();
  }

  @Test
  void whatIsThereAlreadyIsNeitherFollowedNorOverwritten() throws IOException {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.createDirectories(into);
    Files.createSymbolicLink(into.resolve("etc"), elsewhere);
    DirectoryEntry root =
        tree.directory(
            "", 0755, tree.file("a", "x"), tree.directory("etc", 0755, tree.file("f", "x")));

    assertThatThrownBy(() -> tree.extract(root, into))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("/etc' exists already");
    assertThat(elsewhere).isEmptyDirectory();
    assertThat(names()).containsExactly("etc");
  }

  @Test
  void hardLinksThatTheTableInventsAreNotMade() throws IOException {
    DirectoryEntry root =
        tree.directory(
            "",
            0755,
            tree.file("a", "one"),
            tree.file("b", "two"),
            tree.directory("c", 0755),
            StoredTree.symlink("d", "a"));

    tree.extract(root, into, List.of(paths("/a", "/b", "/c", "/d", "/../escaped", "/none", "x")));

    assertThat(into.resolve("a")).hasContent("one");
    assertThat(into.resolve("b")).hasContent("two");
    assertThat(Files.getAttribute(into.resolve("a"), "unix:nlink")).isEqualTo(1);
  }

  @Test
  void setIdBitsAreLostWithTheOwner() throws IOException {
    DirectoryEntry nobody = tree.file("nobody", 06755, "x", 0xFFFF_FFFFL, List.of());

    List<String> notes = tree.extract(tree.directory("", 0755, nobody), into);

    assertThat((Integer) Files.getAttribute(into.resolve("nobody"), "unix:mode") & 07777)
        .isEqualTo(0755);
    assertThat(notes)
        .containsExactly(
            "owners were not kept, which needs root: /nobody",
            "set-id bits were not kept where the owner could not be: /nobody");
  }

  @Test
  void attributesThatTheHostRefusesAreOneNote() throws IOException {
    List<Xattr> bad =
        List.of(
            new Xattr(StoredTree.bytes("nonsense.a"), new byte[1]),
            new Xattr(StoredTree.bytes("user.\0x"), new byte[1]),
            new Xattr(StoredTree.bytes("user." + "n".repeat(300)), new byte[1]));
    long uid = StoredTree.self("uid");
    DirectoryEntry root =
        tree.directory(
            "", 0755, tree.file("a", 0644, "x", uid, bad), tree.file("b", 0644, "x", uid, bad));

    assertThat(tree.extract(root, into))
        .hasSize(2)
        .anySatisfy(note -> assertThat(note).startsWith("extended attributes of other kinds"))
        .allSatisfy(note -> assertThat(note).endsWith("files, the first is /a"));
  }

  @Test
  void aFileTooLargeForTheHostIsSkipped() throws IOException {
    DirectoryEntry root =
        tree.directory(
            "", 0755, StoredTree.claiming("huge", Long.MAX_VALUE), tree.file("small", "x"));

    assertThat(tree.extract(root, into))
        .singleElement()
        .asString()
        .contains("too large for this machine's file system", "/huge");
    assertThat(names()).containsExactly("small");
  }

  @Test
  void whatCannotBeIsSkippedAndSaid() throws IOException {
    DirectoryEntry root =
        tree.directory(
            "",
            0755,
            StoredTree.special("log\u001b[2J", FileType.SOCKET),
            StoredTree.unread("unread"),
            StoredTree.symlink("empty", ""),
            StoredTree.symlink("long", "x".repeat(5000)),
            StoredTree.symlink("zero", "a\0b"));

    List<String> notes = tree.extract(root, into);

    assertThat(notes).hasSize(3);
    assertThat(notes.getFirst()).endsWith("/log?[2J");
    assertThat(notes.getLast()).contains("targets this machine cannot have: 3 files");
    assertThat(into).isEmptyDirectory();
  }

  @Test
  void treesDeeperThanDescriptorsAndPathsAllow() throws IOException {
    int depth = 400;
    String name = "a directory with a name";
    DirectoryEntry below = tree.directory(name, 0700, tree.file("bottom", "x"));
    for (int i = 1; i < depth; i++) {
      below = tree.directory(name, 0700, below, tree.file("file", "x"));
    }

    assertThat(tree.extract(tree.directory("", 0755, below), into)).isEmpty();

    Process find =
        new ProcessBuilder("find", into.toString(), "-type", "f", "-printf", "x").start();
    assertThat(find.getInputStream().readAllBytes()).hasSize(depth);
    Process remove = new ProcessBuilder("rm", "-rf", into.resolve(name).toString()).start();
    assertThat(remove.onExit().join().exitValue()).isZero();
  }

  private static List<byte[]> paths(String... paths) {
    return Arrays.stream(paths).map(StoredTree::bytes).toList();
  }

  private List<String> names() throws IOException {
    try (var entries = Files.list(into)) {
      return entries
          .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    }
  }
}
