package io.intarsia.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.intarsia.store.Access;
import io.intarsia.store.Store;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.StoreParts;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.frame.TwinCrc;
import io.intarsia.store.index.IndexSegment;
import io.intarsia.store.index.IndexView;
import io.intarsia.store.index.LookupCounts;
import io.intarsia.store.index.PackIndexer;
import io.intarsia.store.index.PendingIndex;
import io.intarsia.store.maintenance.RebuildIndex;
import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.pack.PackWriter;
import io.intarsia.store.session.Coordination;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The index of a store of many chunks: synthetic fingerprints in packs that have a table of
 * contents and next to no frames. Each step is a process of its own, as commands are.
 */
public final class IndexAtSize {
  private static final int CHUNK = 64 << 10;
  private static final int CHUNKS_PER_FRAME = 32;
  private static final int CHUNKS_PER_PACK = 1 << 16;
  private static final int LOOK_UPS = 1_000_000;

  private final Path directory;
  private final long entries;

  private IndexAtSize(Path directory, long entries) {
    this.directory = directory;
    this.entries = entries;
  }

  /**
   * Runs one step and prints lines of a table.
   *
   * @param arguments {@code fill}, {@code ask} or {@code rebuild}, then the directory of the store,
   *     then how many chunks it has
   */
  public static void main(String[] arguments) throws IOException {
    IndexAtSize index = new IndexAtSize(Path.of(arguments[1]), Long.parseLong(arguments[2]));
    switch (arguments[0]) {
      case "fill" -> index.fill();
      case "ask" -> index.ask();
      case "rebuild" -> index.rebuild();
      default -> throw new IllegalArgumentException("unknown step " + arguments[0]);
    }
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    double seconds = system.getProcessCpuTime() / 1e9;
    line("processor time of step " + arguments[0], String.format(Locale.ROOT, "%.1f s", seconds));
  }

  /** Fingerprint of a chunk; above the number of entries, of one that is not stored. */
  private static Fingerprint fingerprint(long chunk) {
    return Fingerprint.ofWords(
        mix(chunk * 4), mix(chunk * 4 + 1), mix(chunk * 4 + 2), mix(chunk * 4 + 3));
  }

  /** The finalizer of SplitMix64: a permutation, so that all chunks differ. */
  private static long mix(long number) {
    long mixed = (number + 1) * 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  private void fill() throws IOException {
    long start = System.nanoTime();
    long packNanos = 0;
    try (Store store = Store.create(directory, StoreOptions.DEFAULT)) {
      PendingIndex pending = new PendingIndex();
      for (long chunk = 0; chunk < entries; chunk += CHUNKS_PER_PACK) {
        long packStart = System.nanoTime();
        int count = (int) Math.min(CHUNKS_PER_PACK, entries - chunk);
        PackFile pack = writePack(store.parts(), chunk, count);
        packNanos += System.nanoTime() - packStart;
        PackIndexer.add(pending, pack);
        if (pending.size() >= PendingIndex.CHECKPOINT) {
          publish(store, pending);
        }
      }
      publish(store, pending);
      store.inserter().close();
    }
    double all = (System.nanoTime() - start) / 1e9;
    double index = all - packNanos / 1e9;
    line("packs written", String.format(Locale.ROOT, "%.1f s", packNanos / 1e9));
    line(
        "index built, merges included",
        String.format(Locale.ROOT, "%.1f s, %,.0f entries/s", index, entries / index));
    printDisk();
  }

  private static PackFile writePack(StoreParts parts, long first, int count) throws IOException {
    List<PackFrame> frames = new ArrayList<>();
    try (PackWriter pack = new PackWriter(parts.blobs(), parts.nextPackId(), PackLayout.CHUNKS)) {
      byte[] stored = {1};
      for (int chunk = 0; chunk < count; chunk += CHUNKS_PER_FRAME) {
        PackFrame frame = frame(first + chunk, Math.min(CHUNKS_PER_FRAME, count - chunk), stored);
        pack.append(frame, stored);
        frames.add(frame);
      }
      pack.seal();
      return new PackFile(pack.id(), pack.kind(), pack.length(), frames);
    }
  }

  private static PackFrame frame(long first, int count, byte[] stored) {
    int[] lengths = new int[count];
    Arrays.fill(lengths, CHUNK);
    byte[] fingerprints = new byte[count * Fingerprint.LENGTH];
    long[] anchors = new long[count];
    for (int i = 0; i < count; i++) {
      fingerprint(first + i).write(fingerprints, i * Fingerprint.LENGTH);
      anchors[i] = mix(~(first + i));
    }
    long checksum = TwinCrc.of(stored, 0, 1);
    return new PackFrame(
        1, count * CHUNK, PackLayout.ZSTD, checksum, lengths, fingerprints, anchors);
  }

  /** As a check-in does when it has put much. */
  private static void publish(Store store, PendingIndex pending) throws IOException {
    StoreParts parts = store.parts();
    try (var _ = parts.coordination().lock(Coordination.Lock.COMMIT)) {
      pending.syncPacks(parts.blobs());
      pending.write(parts.blobs(), parts.segmentNames().next(), true);
    }
    pending.clear();
    store.inserter().close();
  }

  private void ask() throws IOException {
    long start = System.nanoTime();
    try (Store store = Store.open(directory, Access.WRITE)) {
      double opened = (System.nanoTime() - start) / 1e6;
      IndexView view = store.parts().index().view();
      line("time to open the store", String.format(Locale.ROOT, "%.0f ms", opened));
      line("segments", String.format(Locale.ROOT, "%d", view.segments().size()));
      long atHand = 0;
      long mapped = 0;
      for (IndexSegment segment : view.segments()) {
        atHand += segment.bytesAtHand();
        mapped += segment.length();
      }
      line("mapped", String.format(Locale.ROOT, "%,.0f MB", mapped / 1e6));
      line(
          "of these filters, fences, frames",
          String.format(
              Locale.ROOT, "%,.1f MB, %.2f bytes/entry", atHand / 1e6, (double) atHand / entries));
      LookupCounts counts = store.parts().index().counts();
      ask("not stored", view, counts, entries, Long.MAX_VALUE / 8);
      ask("stored", view, counts, 0, entries);
      System.gc();
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      line(
          "heap",
          String.format(
              Locale.ROOT, "%.1f MB, %.2f bytes/entry", heap / 1e6, (double) heap / entries));
      line("anonymous memory of the process", anonymous());
    }
  }

  private static void ask(String what, IndexView view, LookupCounts counts, long from, long to)
      throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 1; round <= 2; round++) {
      long pages = counts.entryPages();
      long lookUps = counts.lookUps();
      long known = 0;
      long start = System.nanoTime();
      for (int i = 0; i < LOOK_UPS; i++) {
        known += view.livePack(fingerprint(random.nextLong(from, to))) == null ? 0 : 1;
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      pages = counts.entryPages() - pages;
      lookUps = counts.lookUps() - lookUps;
      line(
          what + ", round " + round,
          String.format(
              Locale.ROOT,
              "%,.0f look-ups/s, %.3f %% known, pages of entries read per look-up %.5f",
              lookUps / seconds,
              100.0 * known / lookUps,
              (double) pages / lookUps));
    }
  }

  private void rebuild() throws IOException {
    try (Stream<Path> segments = Files.list(directory.resolve("index"))) {
      for (Path segment : segments.toList()) {
        Files.delete(segment);
      }
    }
    long start = System.nanoTime();
    RebuildIndex.RebuildResult result = RebuildIndex.run(directory);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (result.entries() != entries || !result.unreadablePacks().isEmpty()) {
      throw new IllegalStateException("rebuilt " + result);
    }
    line(
        "index rebuilt",
        String.format(Locale.ROOT, "%.1f s, %,.0f entries/s", seconds, entries / seconds));
    line("anonymous memory of the process, with the heap", anonymous());
    printDisk();
  }

  private void printDisk() throws IOException {
    long bytes = 0;
    try (Stream<Path> segments = Files.list(directory.resolve("index"))) {
      for (Path segment : segments.toList()) {
        bytes += Files.size(segment);
      }
    }
    line(
        "index on disk",
        String.format(
            Locale.ROOT, "%,.0f MB, %.2f bytes/entry", bytes / 1e6, (double) bytes / entries));
  }

  private static String anonymous() throws IOException {
    for (String status : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (status.startsWith("RssAnon:")) {
        return status.substring(8).trim();
      }
    }
    return "unknown";
  }

  private static void line(String what, String value) {
    System.out.println("| " + what + " | " + value + " |");
  }
}
