package io.intarsia.library.repair;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Zeros;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.frame.Anchor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for missing chunks at every sector of a disk by their anchors. A chunk whose first block is
 * at very many sectors is given up.
 */
final class AnchorSearch {
  private static final int SECTOR = 512;
  private static final int STEP_BYTES = 1 << 20;
  private static final int MAX_TRIES = 1_000;
  private static final int FILTER_BITS = 1 << 16;

  private final Wanted wanted;
  private final Map<Long, List<Fingerprint>> byAnchor = new HashMap<>();
  private final Map<Long, Integer> tries = new HashMap<>();
  private final long[] filter = new long[FILTER_BITS / Long.SIZE];

  AnchorSearch(Wanted wanted) {
    this.wanted = wanted;
    for (Fingerprint chunk : wanted.list()) {
      long anchor = wanted.known(chunk).anchor();
      if (anchor != Anchor.NONE) {
        byAnchor.computeIfAbsent(anchor, _ -> new ArrayList<>()).add(chunk);
        filter[filterWord(anchor)] |= 1L << anchor;
      }
    }
  }

  private static int filterWord(long anchor) {
    return (int) (anchor >>> 6) & (FILTER_BITS / Long.SIZE - 1);
  }

  /** Reads all of a disk that is no hole. */
  void search(ByteSource disk) throws IOException {
    byte[] buffer = new byte[STEP_BYTES + Anchor.BLOCK];
    long pos = disk.nextData(0);
    while (pos < disk.size() && !byAnchor.isEmpty() && !wanted.isEmpty()) {
      pos -= pos % SECTOR;
      int length = (int) Math.min(buffer.length, disk.size() - pos);
      disk.read(pos, buffer, 0, length);
      search(disk, pos, buffer, length);
      pos = length < buffer.length ? disk.size() : disk.nextData(pos + STEP_BYTES);
    }
  }

  private void search(ByteSource disk, long start, byte[] buffer, int length) throws IOException {
    for (int at = 0; at <= length - Anchor.BLOCK && at < STEP_BYTES; at += SECTOR) {
      if (Zeros.isZero(buffer, at, Anchor.BLOCK)) {
        continue;
      }
      long anchor = Anchor.ofBlock(buffer, at);
      if ((filter[filterWord(anchor)] & (1L << anchor)) != 0) {
        tryAll(disk, start + at, anchor);
      }
    }
  }

  private void tryAll(ByteSource disk, long at, long anchor) throws IOException {
    List<Fingerprint> chunks = byAnchor.get(anchor);
    if (chunks == null || tries.merge(anchor, 1, Integer::sum) > MAX_TRIES) {
      return;
    }
    for (Fingerprint chunk : List.copyOf(chunks)) {
      int length = wanted.known(chunk).length();
      if (at <= disk.size() - length) {
        byte[] bytes = disk.read(at, length);
        if (wanted.offer(bytes, 0, length)) {
          chunks.remove(chunk);
        }
      }
    }
    if (chunks.isEmpty()) {
      byAnchor.remove(anchor);
    }
  }
}
