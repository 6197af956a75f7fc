package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.formats.filesystem.Xattr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Alternate data streams as extended attributes {@code user.NAME}. Those that are too long to be
 * one are remembered as they are met.
 */
final class NamedStreams {
  /** What Linux allows a value to have. */
  private static final int MAX_VALUE = 64 << 10;

  /** Values of one file together. */
  private static final int MAX_VALUES = 1 << 20;

  private static final int MAX_REMEMBERED = 10_000;
  private static final byte[] PREFIX = "user.".getBytes(StandardCharsets.US_ASCII);

  private final Set<String> tooLong = new HashSet<>();
  private @Nullable String firstTooLong;

  /**
   * @param hidden name of a stream that is not listed, in UTF-16LE; or empty
   */
  List<Xattr> list(FileRecord file, byte[] hidden) throws IOException {
    List<Xattr> streams = new ArrayList<>(0);
    int total = 0;
    for (Attribute attribute : file.attributes()) {
      byte[] name = attribute.type() == TYPE_DATA ? attribute.name() : Attribute.NO_NAME;
      if (name.length == 0 || Arrays.equals(name, hidden) || attribute.lowestVcn() != 0) {
        continue;
      }
      Stream stream = file.stream(TYPE_DATA, name);
      if (stream == null || stream.size() > Math.min(MAX_VALUE, MAX_VALUES - total)) {
        remember(file.number(), name);
        continue;
      }
      total += (int) stream.size();
      streams.add(new Xattr(prefixed(name), stream.read(file.volume(), MAX_VALUE)));
    }
    streams.sort((a, b) -> Arrays.compareUnsigned(a.name(), b.name()));
    return streams;
  }

  private static byte[] prefixed(byte[] name) {
    byte[] utf8 = Names.utf8(name, 0, name.length / 2);
    byte[] prefixed = Arrays.copyOf(PREFIX, PREFIX.length + utf8.length);
    System.arraycopy(utf8, 0, prefixed, PREFIX.length, utf8.length);
    return prefixed;
  }

  private synchronized void remember(long record, byte[] name) {
    String stream = new String(name, StandardCharsets.UTF_16LE) + " of record " + record;
    if (tooLong.size() < MAX_REMEMBERED) {
      tooLong.add(stream);
    }
    if (firstTooLong == null) {
      firstTooLong = stream;
    }
  }

  /** A sentence about the streams that were not listed, or null when there were none. */
  synchronized @Nullable String note() {
    if (firstTooLong == null) {
      return null;
    }
    return tooLong.size()
        + " alternate data stream(s) of more than 64 KiB are stored only as part of the disk: "
        + firstTooLong
        + (tooLong.size() > 1 ? " and others." : ".");
  }
}
