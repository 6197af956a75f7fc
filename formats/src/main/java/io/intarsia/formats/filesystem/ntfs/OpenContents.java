package io.intarsia.formats.filesystem.ntfs;

import io.intarsia.bytes.ByteSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contents that were opened last, since callers open a file anew for each of its pieces, and
 * the runs of a fragmented one take long to read.
 */
final class OpenContents {
  private static final int MAX_CONTENTS = 8;

  private final Map<Long, Opened> contents = new LinkedHashMap<>(16, 0.75f, true);
  private long runs;

  /** A content and how many runs it keeps in memory. */
  private record Opened(ByteSource content, int runs) {}

  synchronized @Nullable ByteSource get(long file) {
    Opened opened = contents.get(file);
    return opened == null ? null : opened.content;
  }

  /** Keeps a content, and as many others as their number and that of their runs allow. */
  synchronized void put(long file, ByteSource content, int runCount) {
    Opened before = contents.put(file, new Opened(content, runCount));
    runs += runCount - (before == null ? 0 : before.runs);
    Iterator<Opened> oldest = contents.values().iterator();
    while (contents.size() > 1 && (contents.size() > MAX_CONTENTS || runs > Runs.MAX_RUNS)) {
      runs -= oldest.next().runs;
      oldest.remove();
    }
  }
}
