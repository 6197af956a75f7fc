package io.intarsia.store.maintenance;

import io.intarsia.store.PackId;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.index.IndexSegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How well what some versions need lies together. Who reads them reads whole frames; what else is
 * in these frames is read in vain. One thread.
 */
final class Layout {
  /** So much may be read in vain, as a part of what is needed. */
  private static final double SLACK = 0.1;

  private final Marks wanted;
  private final Map<PackId, Long> inVain;
  private final long neededBytes;
  private final long inVainBytes;

  private Layout(Marks wanted, Map<PackId, Long> inVain, long neededBytes) {
    this.wanted = wanted;
    this.inVain = inVain;
    this.neededBytes = neededBytes;
    this.inVainBytes = inVain.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Counts.
   *
   * @param wanted what the versions need
   */
  static Layout of(Marks wanted) throws DamagedException {
    Map<PackId, Long> inVain = new HashMap<>();
    long needed = 0;
    for (int number = 0; number < wanted.view().segments().size(); number++) {
      IndexSegment segment = wanted.view().segments().get(number);
      int[] bytes = new int[segment.frameCount()];
      for (long entry = 0; entry < segment.entryCount(); entry++) {
        if (wanted.isMarked(number, entry)) {
          bytes[segment.frameOrdinal(entry)] += segment.length(entry);
        }
      }
      for (int frame = 0; frame < bytes.length; frame++) {
        if (bytes[frame] > 0) {
          needed += bytes[frame];
          long rest = Math.max(0, segment.plainLength(frame) - bytes[frame]);
          PackId pack = segment.packs().get(segment.packOfFrame(frame)).id();
          inVain.merge(pack, rest, Long::sum);
        }
      }
    }
    return new Layout(wanted, inVain, needed);
  }

  /** Plain bytes that the versions need. */
  long neededBytes() {
    return neededBytes;
  }

  /** Plain bytes of the frames that have some of them. */
  long readBytes() {
    return neededBytes + inVainBytes;
  }

  /** The same once packs are rewritten. */
  long readBytesWithout(Collection<PackId> rewritten) {
    long left = readBytes();
    for (PackId pack : rewritten) {
      left -= inVain.getOrDefault(pack, 0L);
    }
    return left;
  }

  /** Whether the versions need what is in that pack. */
  boolean isWanted(Fingerprint fingerprint, PackId pack) throws DamagedException {
    return wanted.isMarked(fingerprint, pack);
  }

  /** Of the packs that could be rewritten those that are worth it: which cost most in vain. */
  Set<PackId> choose(Collection<PackUse> candidates) {
    List<PackUse> costly = new ArrayList<>();
    for (PackUse use : candidates) {
      if (inVain.getOrDefault(use.pack().id(), 0L) > 0) {
        costly.add(use);
      }
    }
    costly.sort((a, b) -> Double.compare(inVainPart(b), inVainPart(a)));
    Set<PackId> chosen = new HashSet<>();
    double left = inVainBytes;
    for (PackUse use : costly) {
      if (left <= neededBytes * SLACK) {
        break;
      }
      chosen.add(use.pack().id());
      left -= inVain.getOrDefault(use.pack().id(), 0L);
    }
    return chosen;
  }

  private double inVainPart(PackUse use) {
    return (double) inVain.getOrDefault(use.pack().id(), 0L) / Math.max(1, use.pack().length());
  }
}
