package io.intarsia.library.checkin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FileNamesTest {
  private static byte[] name(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  private static int kin(String name) {
    return FileNames.kin(name(name));
  }

  @Test
  void namesThatDifferInNumbersAreKin() {
    assertThat(kin("vmlinuz-6.1.0-9-cloud")).isEqualTo(kin("vmlinuz-6.1.0-41-cloud"));
    assertThat(kin("libssl.so.3")).isEqualTo(kin("libssl.so.10"));
    assertThat(kin("libssl.so.3")).isNotEqualTo(kin("libssl.so"));
    assertThat(kin("libssl.so.3")).isNotEqualTo(kin("libcrypt.so.3"));
    assertThat(kin("libssl.so.3")).isNotEqualTo(kin("libssl.so.3.1"));
  }

  @Test
  void contentsAndDirectoriesKeepTheirNames() {
    FileNames names = new FileNames();
    int root = names.addDirectory(FileNames.NONE, new byte[0]);
    int last = root;
    for (int i = 0; i < 1000; i++) {
      last = names.addDirectory(last, name("d" + i));
      names.name(i * 3, last, name("f" + i));
    }
    assertThat(names.directoryOf(5000)).isEqualTo(FileNames.NONE);
    assertThat(names.directoryOf(4)).isEqualTo(FileNames.NONE);
    assertThat(names.hashOf(999 * 3)).isEqualTo(FileNames.hash(name("f999")));
    assertThat(names.kinOf(999 * 3)).isEqualTo(kin("f1"));
    assertThat(names.directoryHash(names.directoryOf(999 * 3)))
        .isEqualTo(FileNames.hash(name("d999")));
    assertThat(names.directoryKin(last)).isEqualTo(kin("d4"));
    int depth = 0;
    for (int at = last; at != root; at = names.parent(at)) {
      depth++;
    }
    assertThat(depth).isEqualTo(1000);
  }
}
