package io.intarsia.library.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.store.error.DamagedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of which one frame is damaged. */
class ExtractDamageTest {
  /** Two of these do not fit into one frame. */
  private static final int LENGTH = 1100 << 10;

  @TempDir private Path temporary;

  @Test
  void damageIsToldAndTheRestComesOut() throws IOException {
    String first = random(1);
    String second = random(2);
    try (StoredTree tree = new StoredTree(temporary.resolve("store"))) {
      DirectoryEntry root =
          tree.directory(
              "",
              0755,
              tree.directory("d", 0755, tree.file("first", first)),
              tree.file("second", second));
      tree.damage(first.substring(0, 64).getBytes(StandardCharsets.ISO_8859_1));
      Path into = temporary.resolve("out");

      assertThatThrownBy(() -> tree.extract(root, into)).isInstanceOf(DamagedException.class);

      assertThat(into.resolve("d")).isEmptyDirectory();
      assertThat(into.resolve("second"))
          .hasBinaryContent(second.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private static String random(long seed) {
    byte[] bytes = new byte[LENGTH];
    new Random(seed).nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
