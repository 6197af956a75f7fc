package io.intarsia.formats.image;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.util.List;

/** A file that is the disk itself, byte by byte. */
record RawImage(ByteSource disk) implements DiskImage {
  static final String FORMAT = "raw";

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public List<String> leftOut() {
    return List.of();
  }

  @Override
  public void close() throws IOException {
    disk.close();
  }
}
