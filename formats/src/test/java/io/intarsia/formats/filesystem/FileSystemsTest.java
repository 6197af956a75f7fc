package io.intarsia.formats.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.MemorySource;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FileSystemsTest {
  @Test
  void findsTheReaderByTheSignature() throws IOException {
    byte[] bytes = new byte[4096];
    assertThat(FileSystems.recognise(new MemorySource("empty", bytes))).isEmpty();
    LittleEndian.put16(bytes, 1024 + 56, 0xEF53);
    LittleEndian.put32(bytes, 1024 + 4, 1);
    assertThat(FileSystems.recognise(new MemorySource("ext", bytes)))
        .hasValueSatisfying(reader -> assertThat(reader.version()).startsWith("ext4/"));
  }
}
