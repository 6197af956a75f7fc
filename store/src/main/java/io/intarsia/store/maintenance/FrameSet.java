package io.intarsia.store.maintenance;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import java.util.HashSet;
import java.util.Set;

/** Frames that cannot be read: single ones, or all of a pack. Thread-safe. */
final class FrameSet {
  private final Set<FrameId> frames = new HashSet<>();
  private final Set<PackId> packs = new HashSet<>();

  synchronized void add(FrameId frame) {
    frames.add(frame);
  }

  synchronized void addAll(PackId pack) {
    packs.add(pack);
  }

  synchronized boolean contains(FrameId frame) {
    return frames.contains(frame) || packs.contains(frame.pack());
  }
}
