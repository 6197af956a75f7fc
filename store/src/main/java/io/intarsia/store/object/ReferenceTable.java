package io.intarsia.store.object;

import io.intarsia.store.chunk.Fingerprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the references of an object while its body is written: each fingerprint once, in order
 * of first use, with the number by which the body names it. Objects and chunks are numbered apart,
 * each from 0. Not thread-safe.
 */
public final class ReferenceTable {
  private final Map<Fingerprint, Integer> objectNumbers = new HashMap<>();
  private final Map<Fingerprint, Integer> chunkNumbers = new HashMap<>();
  private final List<Fingerprint> objects = new ArrayList<>();
  private final List<Fingerprint> chunks = new ArrayList<>();

  /** The number of the object in {@link #objects}. */
  public int object(Fingerprint fingerprint) {
    return number(objectNumbers, objects, fingerprint);
  }

  /** The number of the chunk in {@link #chunks}. */
  public int chunk(Fingerprint fingerprint) {
    return number(chunkNumbers, chunks, fingerprint);
  }

  /** References so far, of both kinds. */
  public int size() {
    return objects.size() + chunks.size();
  }

  public List<Fingerprint> objects() {
    return List.copyOf(objects);
  }

  public List<Fingerprint> chunks() {
    return List.copyOf(chunks);
  }

  private static int number(
      Map<Fingerprint, Integer> numbers, List<Fingerprint> list, Fingerprint fingerprint) {
    Integer known = numbers.putIfAbsent(fingerprint, list.size());
    if (known != null) {
      return known;
    }
    list.add(fingerprint);
    return list.size() - 1;
  }
}
