package io.intarsia.store.read;

import io.intarsia.store.ChunkReader;
import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.Place;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.error.MissingChunkException;
import io.intarsia.store.frame.Fingerprints;
import io.intarsia.store.object.StoredObject;
import io.intarsia.store.pack.PackLayout;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads through the index. What one pack holds damaged is taken from another that has it too. */
public final class StoreReader implements ChunkReader {
  private static final long CACHE_BYTES = 64L << 20;

  private final IndexPlaces places;
  private final PackReader packs;
  private final FrameCache cache;
  private final Fingerprints fingerprints;
  private final @Nullable PackTables tables;

  public StoreReader(IndexPlaces places, PackReader packs, Fingerprints fingerprints) {
    this(places, packs, fingerprints, new FrameCache(packs, CACHE_BYTES), null);
  }

  private StoreReader(
      IndexPlaces places,
      PackReader packs,
      Fingerprints fingerprints,
      FrameCache cache,
      @Nullable PackTables tables) {
    this.fingerprints = fingerprints;
    this.places = places;
    this.packs = packs;
    this.cache = cache;
    this.tables = tables;
  }

  /** A reader of the same store that finds places otherwise. */
  public StoreReader with(IndexPlaces other) {
    return new StoreReader(other, packs, fingerprints, cache, null);
  }

  /** A reader of the same store that takes places from the tables of contents of packs. */
  public StoreReader withTables(BlobStore blobs) {
    return new StoreReader(places, packs, fingerprints, cache, new PackTables(blobs));
  }

  @Override
  public Fingerprints fingerprints() {
    return fingerprints;
  }

  @Override
  public @Nullable Place locate(Fingerprint fingerprint) throws IOException {
    Place known = tables == null ? null : tables.find(fingerprint);
    if (known != null) {
      return known;
    }
    Place place = places.locate(fingerprint);
    if (place != null && tables != null) {
      PackId pack = place.frame().pack();
      if (!places.isCondemned(pack)) {
        tables.read(pack);
      }
    }
    return place;
  }

  @Override
  public byte[] readFrame(FrameId frame) throws IOException {
    byte[] plain = new byte[frame.plainLength()];
    packs.read(frame, plain);
    return plain;
  }

  @Override
  public int readFrame(FrameId frame, byte[] into) throws IOException {
    return packs.read(frame, into);
  }

  @Override
  public byte[] readChunk(Fingerprint fingerprint) throws IOException {
    Place place = place(fingerprint);
    try {
      return cut(place);
    } catch (DamagedException e) {
      return cut(otherPlace(fingerprint, place, e));
    }
  }

  @Override
  public void readChunk(Fingerprint fingerprint, int from, byte[] into, int offset, int length)
      throws IOException {
    Place place = place(fingerprint);
    Objects.checkFromIndexSize(from, length, place.length());
    byte[] frame;
    try {
      frame = cache.get(place.frame());
    } catch (DamagedException e) {
      place = otherPlace(fingerprint, place, e);
      frame = cache.get(place.frame());
    }
    System.arraycopy(frame, place.offset() + from, into, offset, length);
  }

  @Override
  public StoredObject readObject(Fingerprint fingerprint) throws IOException {
    byte[] encoded = readChunk(fingerprint);
    try {
      StoredObject object = StoredObject.decode(encoded);
      if (fingerprints.ofObject(encoded, 0, object.identityLength(encoded)).equals(fingerprint)) {
        return object;
      }
      throw damaged(fingerprint, "an object is not that of its fingerprint");
    } catch (InvalidObjectException e) {
      throw damaged(fingerprint, e.getMessage());
    }
  }

  private byte[] cut(Place place) throws IOException {
    byte[] frame = cache.get(place.frame());
    return Arrays.copyOfRange(frame, place.offset(), place.offset() + place.length());
  }

  private Place place(Fingerprint fingerprint) throws IOException {
    Place place = locate(fingerprint);
    if (place == null) {
      throw new MissingChunkException(fingerprint);
    }
    return place;
  }

  /** Another place of what could not be read from {@code damaged}, its frame intact. */
  private Place otherPlace(Fingerprint fingerprint, Place damaged, DamagedException problem)
      throws IOException {
    for (Place other : places.placesNow(fingerprint)) {
      if (!other.frame().equals(damaged.frame())) {
        try {
          cache.get(other.frame());
          return other;
        } catch (DamagedException e) {
          problem.addSuppressed(e);
        }
      }
    }
    DamagedException named =
        new DamagedException(problem.file(), problem.what(), problem.frameOffset(), fingerprint);
    named.initCause(problem);
    throw named;
  }

  private DamagedException damaged(Fingerprint fingerprint, @Nullable String what)
      throws IOException {
    Place place = place(fingerprint);
    return new DamagedException(
        PackLayout.key(place.frame().pack()),
        String.valueOf(what),
        place.frame().offset(),
        fingerprint);
  }
}
