package io.intarsia.cli;

import io.intarsia.formats.image.DiskImages;
import io.intarsia.formats.image.compressed.Compression;
import io.intarsia.library.checkout.CheckOutRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.TypeConversionException;

/** The words that {@code --format} takes. */
final class Formats {
  private Formats() {}

  /** What a check-in reads. */
  static Iterator<String> read() {
    return readable().iterator();
  }

  /** A format to read. */
  static String toRead(String text) {
    return oneOf(readable(), text, "read");
  }

  /** A format to write. */
  static String toWrite(String text) {
    return oneOf(CheckOutRequest.formats(), text, "written");
  }

  private static List<String> readable() {
    List<String> formats = new ArrayList<>(DiskImages.FORMATS);
    for (Compression compression : Compression.values()) {
      formats.add(compression.format());
    }
    return formats;
  }

  private static String oneOf(List<String> formats, String text, String done) {
    if (formats.contains(text)) {
      return text;
    }
    throw new TypeConversionException(
        "format '" + text + "' cannot be " + done + "; use one of " + String.join(", ", formats));
  }
}
