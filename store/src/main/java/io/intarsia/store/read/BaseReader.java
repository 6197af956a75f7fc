package io.intarsia.store.read;

import io.intarsia.store.FrameId;
import io.intarsia.store.Place;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.MissingChunkException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.pack.PackLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chunks after which a frame was compressed, each of their frames once. These need no
 * others, so nothing is ever read through two. Thread-safe.
 */
final class BaseReader {
  private final PlaceSource places;
  private final PackReader packs;

  BaseReader(PlaceSource places, PackReader packs) {
    this.places = places;
    this.packs = packs;
  }

  /**
   * A zero, then the bytes of the chunks in order.
   *
   * @throws StoreException if one of them cannot be read anywhere
   */
  byte[] prefix(List<Fingerprint> bases) throws IOException {
    Place[] found = new Place[bases.size()];
    int[] offsets = new int[bases.size()];
    long length = 1;
    int longest = 0;
    for (int i = 0; i < found.length; i++) {
      found[i] = place(bases.get(i), null);
      offsets[i] = (int) length;
      length += found[i].length();
      longest = Math.max(longest, found[i].frame().plainLength());
      if (length > PackLayout.MAX_FRAME) {
        throw new MissingChunkException(bases.get(i)); // no frame was written after so much
      }
    }
    byte[] prefix = new byte[(int) length];
    byte[] plain = new byte[longest];
    for (Map.Entry<FrameId, List<Integer>> frame : byFrame(found).entrySet()) {
      DamagedException damage = read(frame.getKey(), plain);
      for (int i : frame.getValue()) {
        if (damage == null) {
          System.arraycopy(plain, found[i].offset(), prefix, offsets[i], found[i].length());
        } else {
          copyFromElsewhere(bases.get(i), found[i], damage, prefix, offsets[i]);
        }
      }
    }
    return prefix;
  }

  /** Frames, in the order in which a disk likes to read, and which of the places lie in each. */
  private static Map<FrameId, List<Integer>> byFrame(Place[] found) {
    Map<FrameId, List<Integer>> frames = new TreeMap<>();
    for (int i = 0; i < found.length; i++) {
      frames.computeIfAbsent(found[i].frame(), _ -> new ArrayList<>()).add(i);
    }
    return frames;
  }

  private @Nullable DamagedException read(FrameId frame, byte[] into) throws IOException {
    try {
      packs.read(frame, into);
      return null;
    } catch (DamagedException e) {
      return e;
    }
  }

  private void copyFromElsewhere(
      Fingerprint base, Place damaged, DamagedException damage, byte[] into, int at)
      throws IOException {
    Place other;
    try {
      other = place(base, damaged.frame());
    } catch (MissingChunkException e) {
      throw damage;
    }
    byte[] plain = new byte[other.frame().plainLength()];
    packs.read(other.frame(), plain);
    System.arraycopy(plain, other.offset(), into, at, damaged.length());
  }

  private Place place(Fingerprint base, @Nullable FrameId butNot) throws StoreException {
    for (Place place : places.places(base)) {
      if (place.frame().codec() != PackLayout.PREFIXED && !place.frame().equals(butNot)) {
        return place;
      }
    }
    throw new MissingChunkException(base);
  }
}
