package io.intarsia.library.maintenance;

import io.intarsia.library.maintenance.VerifyResult.Touch;
import io.intarsia.store.chunk.Fingerprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects where lost chunks and objects are needed; of each, so many places and a count. */
final class TouchCollector {
  private static final int MAX_TOUCHES = 50;

  private final Map<Fingerprint, Needed> needed = new HashMap<>();
  private final Set<Fingerprint> metHere = new HashSet<>();
  private String image = "";
  private int version;

  private static final class Needed {
    private final TreeSet<String> versions = new TreeSet<>();
    private final List<Touch> touches = new ArrayList<>();
    private long leftOut;
  }

  /** What comes now is about that version. */
  void begin(String imageName, int versionNumber) {
    image = imageName;
    version = versionNumber;
    metHere.clear();
  }

  /** The version needs something. */
  void version(Fingerprint lost) {
    of(lost).versions.add(image + "@" + version);
  }

  /** The version needs it there. */
  void touch(
      Fingerprint lost, @Nullable String partition, byte @Nullable [] path, @Nullable Long offset) {
    Needed there = of(lost);
    metHere.add(lost);
    if (there.touches.size() < MAX_TOUCHES) {
      there.touches.add(new Touch(image, version, partition, path, offset));
    } else {
      there.leftOut++;
    }
  }

  /** Whether it is known where the version needs it. */
  boolean isMet(Fingerprint lost) {
    return metHere.contains(lost);
  }

  List<String> versions(Fingerprint lost) {
    return List.copyOf(of(lost).versions);
  }

  List<Touch> touches(Fingerprint lost) {
    return of(lost).touches;
  }

  long leftOut(Fingerprint lost) {
    return of(lost).leftOut;
  }

  private Needed of(Fingerprint lost) {
    return needed.computeIfAbsent(lost, _ -> new Needed());
  }
}
