package io.intarsia.store.read;

import io.intarsia.store.PackId;
import io.intarsia.store.Place;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.index.Index;
import io.intarsia.store.index.IndexSubstitute;
import io.intarsia.store.session.Condemned;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where chunks lie, as the index says; what it cannot say because it is damaged, the packs say
 * themselves. Thread-safe.
 */
public final class IndexPlaces implements PlaceSource {
  /** The file that a damage names where the index lacks packs: a whole file of it is missing. */
  public static final String INDEX = "index";

  private final Index index;
  private final @Nullable BlobStore blobs;
  private final Map<String, DamagedException> damages = new LinkedHashMap<>();
  private @Nullable IndexSubstitute substitute;
  private @Nullable DamagedException noSubstitute;

  /**
   * @param blobs where the packs are; null if only the index is to be asked
   */
  public IndexPlaces(Index index, @Nullable BlobStore blobs) {
    this.index = index;
    this.blobs = index.isSubstitute() ? null : blobs;
  }

  /** The best place of a chunk, also if another process added it just now; null if none has it. */
  @Nullable Place locate(Fingerprint fingerprint) throws IOException {
    DamagedException damage = null;
    try {
      Place place = index.view().locate(fingerprint);
      if (place == null) {
        place = index.refresh().locate(fingerprint);
      }
      if (place != null) {
        return place;
      }
    } catch (DamagedException e) {
      damage = e;
    }
    List<Place> places = placesInPacks(fingerprint, damage);
    return places.isEmpty() ? null : places.getFirst();
  }

  @Override
  public List<Place> places(Fingerprint fingerprint) throws IOException {
    DamagedException damage = null;
    try {
      List<Place> places = index.places(fingerprint);
      if (places.isEmpty()) {
        index.refresh();
        places = index.places(fingerprint);
      }
      if (!places.isEmpty()) {
        return places;
      }
    } catch (DamagedException e) {
      damage = e;
    }
    return placesInPacks(fingerprint, damage);
  }

  /** The same, of the index as it is now. */
  List<Place> placesNow(Fingerprint fingerprint) throws IOException {
    try {
      index.refresh();
    } catch (DamagedException e) {
      return placesInPacks(fingerprint, e);
    }
    return places(fingerprint);
  }

  boolean isCondemned(PackId pack) {
    return index.view().condemned().state(pack) == Condemned.CONDEMNED;
  }

  /** What was found damaged, and was done without. */
  public synchronized List<DamagedException> damages() {
    return new ArrayList<>(damages.values());
  }

  /**
   * What the packs say.
   *
   * @param damage of the index, null if it does not know the chunk
   */
  private synchronized List<Place> placesInPacks(
      Fingerprint fingerprint, @Nullable DamagedException damage) throws IOException {
    IndexSubstitute made = substitute();
    List<Place> places = made == null ? List.of() : made.view().places(fingerprint);
    if (places.isEmpty()) {
      if (damage != null) {
        throw damage;
      }
      return places;
    }
    if (damage != null) {
      damages.putIfAbsent(damage.file(), damage);
    } else if (made != null && made.isAdded(places.getFirst().frame().pack())) {
      damages.putIfAbsent(
          INDEX, new DamagedException(INDEX, "it lacks packs; run intarsia rebuild index"));
    }
    return places;
  }

  /** Made once; null if it cannot be. */
  private @Nullable IndexSubstitute substitute() throws IOException {
    if (substitute == null && noSubstitute == null && blobs != null) {
      try {
        substitute = IndexSubstitute.of(blobs);
      } catch (DamagedException e) {
        noSubstitute = e;
        damages.putIfAbsent(e.file(), e);
      }
    }
    return substitute;
  }
}
