package io.intarsia.library.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.library.error.LibraryException;
import io.intarsia.library.fixture.MemoryObjects;
import io.intarsia.library.manifest.ContentId;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.Entries;
import io.intarsia.library.manifest.FileSystemManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreePathTest {
  private final MemoryObjects objects = new MemoryObjects();
  private final FileSystemManifest fs;

  TreePathTest() throws IOException {
    DirectoryEntry deep = dir("deep", Entries.file("file", ContentId.EMPTY), link("up", ".."));
    DirectoryEntry etc = dir("etc", deep, Entries.file("hosts", ContentId.EMPTY));
    DirectoryEntry root =
        dir(
            "",
            link("absolute", "/etc/hosts"),
            link("dangling", "nowhere"),
            etc,
            link("loop", "pool"),
            link("out", "../../../etc/deep"),
            link("pool", "loop"),
            link("toetc", "etc/"),
            link("totoetc", "./toetc"));
    fs =
        new FileSystemManifest(
            "ext4", null, null, 4096, "test/1", root, 0, 0, List.of(), List.of());
  }

  private DirectoryEntry dir(String name, DirectoryEntry... entries) throws IOException {
    return Entries.directory(name, Entries.write(objects, entries));
  }

  private static DirectoryEntry link(String name, String target) {
    return Entries.symlink(name, target);
  }

  private @Nullable String find(String path, boolean followLast) throws IOException {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    TreePath found = TreePath.find(objects, fs, bytes, followLast);
    return found == null ? null : new String(found.path(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "/, true, /",
    "'', true, /",
    "/etc, true, /etc",
    "//etc//deep/, true, /etc/deep",
    "/etc/../etc/./hosts, true, /etc/hosts",
    "/../../etc, true, /etc",
    "/absolute, true, /etc/hosts",
    "/absolute, false, /absolute",
    "/toetc, false, /toetc",
    "/toetc/, false, /etc",
    "/toetc/hosts, false, /etc/hosts",
    "/totoetc/deep/file, false, /etc/deep/file",
    "/out/file, true, /etc/deep/file",
    "/etc/deep/up/hosts, true, /etc/hosts",
    "/out/../hosts, true, /etc/hosts",
    "/dangling, false, /dangling",
    "/loop, false, /loop",
  })
  void leadsTo(String path, boolean followLast, String expected) throws IOException {
    assertThat(find(path, followLast)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"/none", "/etc/none", "/etc/hosts/x", "/etc/hosts/..", "/etc/hosts/.", "/dangling"})
  void leadsNowhere(String path) throws IOException {
    assertThat(find(path, true)).isNull();
  }

  @Test
  void loopsAreAnError() {
    assertThatThrownBy(() -> find("/loop", true)).isInstanceOf(LibraryException.class);
    assertThatThrownBy(() -> find("/loop/x", false)).isInstanceOf(LibraryException.class);
  }
}
