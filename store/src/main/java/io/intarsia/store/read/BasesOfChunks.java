package io.intarsia.store.read;

import io.intarsia.store.FrameId;
import io.intarsia.store.Place;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What chunks in dependent frames were compressed after. The format says it of frames; of chunks it
 * is told by where they lie in the frame, since bases stand in the order of their chunks and are
 * mostly as long. A hint. One thread.
 */
public final class BasesOfChunks {
  private static final int MAX_FRAMES = 64;

  private final PlaceSource places;
  private final PackReader packs;
  private final LinkedHashMap<FrameId, List<Run>> frames = new LinkedHashMap<>(128, 0.75f, true);

  private record Run(Fingerprint base, long end) {}

  public BasesOfChunks(PlaceSource places, PackReader packs) {
    this.places = places;
    this.packs = packs;
  }

  /** The base of the chunk at a place; null if there is none, or it cannot be told. */
  public @Nullable Fingerprint of(Place place) {
    List<Run> runs = frames.get(place.frame());
    if (runs == null) {
      runs = read(place.frame());
      frames.put(place.frame(), runs);
      if (frames.size() > MAX_FRAMES) {
        frames.pollFirstEntry();
      }
    }
    long middle = place.offset() + place.length() / 2L;
    for (Run run : runs) {
      if (middle < run.end) {
        return run.base;
      }
    }
    return runs.isEmpty() ? null : runs.getLast().base;
  }

  private List<Run> read(FrameId frame) {
    List<Run> runs = new ArrayList<>();
    long end = 0;
    try {
      for (Fingerprint base : packs.bases(frame)) {
        List<Place> found = places.places(base);
        end += found.isEmpty() ? 0 : found.getFirst().length();
        runs.add(new Run(base, end));
      }
    } catch (IOException e) {
      return List.of(); // a hint that cannot be read is none
    }
    return runs;
  }
}
