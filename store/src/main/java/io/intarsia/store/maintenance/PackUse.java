package io.intarsia.store.maintenance;

import io.intarsia.store.PackId;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.index.IndexSegment;
import io.intarsia.store.index.SegmentPack;
import java.util.HashMap;
import java.util.Map;

/** How much of each pack is live. */
final class PackUse {
  private final SegmentPack pack;
  private final int segment;
  private long entries;
  private long liveEntries;
  private long plainBytes;
  private long liveBytes;
  private boolean released;

  private PackUse(SegmentPack pack, int segment) {
    this.pack = pack;
    this.segment = segment;
  }

  /** Counts the packs of a view, each in the first segment that covers it: there are its marks. */
  static Map<PackId, PackUse> count(Marks marks) throws DamagedException {
    Map<PackId, PackUse> uses = new HashMap<>();
    for (int i = 0; i < marks.view().segments().size(); i++) {
      count(marks, i, uses);
    }
    return uses;
  }

  private static void count(Marks marks, int number, Map<PackId, PackUse> uses)
      throws DamagedException {
    IndexSegment segment = marks.view().segments().get(number);
    PackUse[] byOrdinal = new PackUse[segment.packs().size()];
    for (int i = 0; i < byOrdinal.length; i++) {
      SegmentPack pack = segment.packs().get(i);
      byOrdinal[i] = uses.computeIfAbsent(pack.id(), id -> new PackUse(pack, number));
    }
    for (long entry = 0; entry < segment.entryCount(); entry++) {
      PackUse use = byOrdinal[segment.packOrdinal(entry)];
      int length = segment.length(entry);
      if (use.segment == number) {
        use.entries++;
        use.plainBytes += length;
      }
      if (marks.isMarked(number, entry)) {
        use.liveEntries++;
        use.liveBytes += length;
      }
    }
  }

  SegmentPack pack() {
    return pack;
  }

  boolean isDead() {
    return liveEntries == 0;
  }

  boolean hasDeadEntry() {
    return liveEntries < entries;
  }

  /** Whether something in it is needed until packs of dependent frames are compressed anew. */
  boolean isReleased() {
    return released;
  }

  /** Tells uses, counted anew, what was live before bases were released. */
  static void releasedSince(Map<PackId, PackUse> before, Map<PackId, PackUse> now) {
    for (PackUse use : now.values()) {
      PackUse was = before.get(use.pack.id());
      use.released = was != null && was.liveEntries > use.liveEntries;
    }
  }

  /** Part of the pack's file that is live, 0 to 1. */
  double livePart() {
    return liveStoredBytes() / Math.max(1, pack.length());
  }

  /** Bytes of the pack's file that stand for what is live, by its share of the plain bytes. */
  double liveStoredBytes() {
    return plainBytes == 0 ? 0 : pack.length() * ((double) liveBytes / plainBytes);
  }

  /** The rest of the pack's file. */
  double deadStoredBytes() {
    return pack.length() - liveStoredBytes();
  }
}
