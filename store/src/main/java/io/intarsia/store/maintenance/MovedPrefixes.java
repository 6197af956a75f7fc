package io.intarsia.store.maintenance;

import io.intarsia.store.FrameId;
import io.intarsia.store.Place;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.MissingChunkException;
import io.intarsia.store.insert.Prefixes;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.read.PackReader;
import io.intarsia.store.read.PlaceSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what frames would be compressed after in a dry run: also chunks that gc would have written
 * where they need no others before. Thread-safe.
 */
final class MovedPrefixes implements Prefixes {
  private final PlaceSource places;
  private final PackReader reader;

  MovedPrefixes(PlaceSource places, PackReader reader) {
    this.places = places;
    this.reader = reader;
  }

  @Override
  public byte[] prefix(List<Fingerprint> bases) throws IOException {
    Map<FrameId, List<Integer>> frames = new TreeMap<>();
    Place[] found = new Place[bases.size()];
    int[] offsets = new int[bases.size()];
    int length = 1;
    int longest = 0;
    for (int i = 0; i < found.length; i++) {
      found[i] = place(bases.get(i));
      offsets[i] = length;
      length += found[i].length();
      longest = Math.max(longest, found[i].frame().plainLength());
      frames.computeIfAbsent(found[i].frame(), _ -> new ArrayList<>()).add(i);
    }
    byte[] prefix = new byte[length];
    byte[] plain = new byte[longest];
    for (Map.Entry<FrameId, List<Integer>> frame : frames.entrySet()) {
      reader.read(frame.getKey(), plain);
      for (int i : frame.getValue()) {
        System.arraycopy(plain, found[i].offset(), prefix, offsets[i], found[i].length());
      }
    }
    return prefix;
  }

  private Place place(Fingerprint base) throws IOException {
    List<Place> all = places.places(base);
    for (Place place : all) {
      if (place.frame().codec() != PackLayout.PREFIXED) {
        return place;
      }
    }
    if (all.isEmpty()) {
      throw new MissingChunkException(base);
    }
    return all.getFirst();
  }
}
