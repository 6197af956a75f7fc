package io.intarsia.store;

import io.intarsia.store.error.DamagedException;
import io.intarsia.store.index.IndexSegment;
import io.intarsia.store.index.IndexView;
import io.intarsia.store.index.SegmentPack;
import io.intarsia.store.pack.PackLayout;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/** Counts what a store holds. */
final class StatsCount {
  private final long[] entries = new long[2];
  private final long[] plainBytes = new long[2];
  private final Set<PackId> packs = new HashSet<>();
  private long storedBytes;
  private long indexBytes;

  private StatsCount() {}

  static StoreStats of(Path directory, IndexView view) throws IOException {
    StatsCount count = new StatsCount();
    for (int i = 0; i < view.segments().size(); i++) {
      count.add(view, i);
    }
    count.walk(directory);
    return new StoreStats(
        count.entries[PackLayout.CHUNKS],
        count.plainBytes[PackLayout.CHUNKS],
        count.entries[PackLayout.OBJECTS],
        count.plainBytes[PackLayout.OBJECTS],
        count.packs.size(),
        count.storedBytes,
        count.indexBytes);
  }

  private void add(IndexView view, int number) throws DamagedException {
    IndexSegment segment = view.segments().get(number);
    boolean[] counted = new boolean[segment.packs().size()];
    for (int i = 0; i < counted.length; i++) {
      counted[i] = view.state(number, i) == 0 && packs.add(segment.packs().get(i).id());
    }
    for (int frame = 0; frame < segment.frameCount(); frame++) {
      int pack = segment.packOfFrame(frame);
      if (counted[pack]) {
        plainBytes[kind(segment.packs().get(pack))] += segment.plainLength(frame);
      }
    }
    for (long entry = 0; entry < segment.entryCount(); entry++) {
      int pack = segment.packOrdinal(entry);
      if (counted[pack]) {
        entries[kind(segment.packs().get(pack))]++;
      }
    }
  }

  private static int kind(SegmentPack pack) {
    return pack.kind() == PackLayout.OBJECTS ? PackLayout.OBJECTS : PackLayout.CHUNKS;
  }

  private void walk(Path directory) throws IOException {
    Path index = directory.resolve("index");
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            storedBytes += attributes.size();
            if (file.startsWith(index)) {
              indexBytes += attributes.size();
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }
}
