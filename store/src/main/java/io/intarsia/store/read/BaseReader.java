package io.intarsia.store.read;

import io.intarsia.store.FrameId;
import io.intarsia.store.Place;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.MissingChunkException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.pack.PackLayout;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
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
   * @throws StoreException if one of them is not there, or damaged
   * @throws IOException if one of them cannot be read anywhere
   */
  byte[] prefix(List<Fingerprint> bases) throws IOException {
    Place[] found = new Place[bases.size()];
    int[] offsets = new int[bases.size()];
    long length = 1;
    int longest = 0;
    for (int i = 0; i < found.length; i++) {
      found[i] = places(bases.get(i)).getFirst();
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
      IOException failure = read(frame.getKey(), plain);
      for (int i : frame.getValue()) {
        if (failure == null) {
          System.arraycopy(plain, found[i].offset(), prefix, offsets[i], found[i].length());
        } else {
          copyFromElsewhere(bases.get(i), found[i], failure, prefix, offsets[i]);
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

  private @Nullable IOException read(FrameId frame, byte[] into) throws ClosedChannelException {
    try {
      packs.read(frame, into);
      return null;
    } catch (ClosedChannelException e) {
      throw e; // by an interrupt
    } catch (IOException e) {
      return e;
    }
  }

  private void copyFromElsewhere(
      Fingerprint base, Place failed, IOException failure, byte[] into, int at) throws IOException {
    for (Place place : places(base)) {
      if (place.frame().equals(failed.frame()) || place.length() != failed.length()) {
        continue;
      }
      byte[] plain = new byte[place.frame().plainLength()];
      if (read(place.frame(), plain) == null) {
        System.arraycopy(plain, place.offset(), into, at, failed.length());
        return;
      }
    }
    throw failure;
  }

  /** Where a chunk lies in frames without a prefix, so that nothing is read through two others. */
  private List<Place> places(Fingerprint base) throws IOException {
    List<Place> alone = new ArrayList<>(places.places(base));
    alone.removeIf(place -> place.frame().codec() == PackLayout.PREFIXED);
    if (alone.isEmpty()) {
      throw new MissingChunkException(base);
    }
    return alone;
  }
}
