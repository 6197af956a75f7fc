package io.intarsia.library.damage;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.catalog.VersionId;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.blob.DirectoryBlobs;
import io.intarsia.store.crypt.StoreKeys;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Magic;
import io.intarsia.store.frame.TwinCrc;
import io.intarsia.store.session.LocalCoordination;
import io.intarsia.store.session.Session;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the last verification or repair found damaged: the file {@code damage} of
 * docs/formats/damage.md. Any verification makes it anew.
 *
 * @param packs that are damaged
 * @param versions that cannot be read in full, with the number of their chunks and objects that are
 *     lost
 */
public record DamageMarks(Set<PackId> packs, Map<VersionId, Long> versions) {
  public static final String KEY = "damage";

  /** Nothing is known to be damaged. */
  public static final DamageMarks NONE = new DamageMarks(Set.of(), Map.of());

  private static final String MAGIC = "INTDAMG\n";
  private static final int FORMAT_VERSION = 1;
  private static final int HEADER_LENGTH = 24;
  private static final int PACK_LENGTH = 12;
  private static final int VERSION_LENGTH = 24;
  private static final int MAX_BYTES = 1 << 28;

  public DamageMarks {
    packs = Set.copyOf(packs);
    versions = Map.copyOf(versions);
  }

  /** How much of a version is known to be lost: chunks and objects. */
  public long lost(VersionId version) {
    return versions.getOrDefault(version, 0L);
  }

  /** Reads what is known of a store; nothing where the file is missing or damaged. */
  public static DamageMarks read(Path directory, StoreKeys keys) throws IOException {
    try {
      BlobStore blobs = keys.blobs(new DirectoryBlobs(directory, "none"));
      return decode(Blobs.readAll(blobs, KEY, MAX_BYTES));
    } catch (NoSuchFileException | StoreException e) {
      return NONE;
    }
  }

  /** Remembers this, where anything can be written. */
  public void write(Path directory, StoreKeys keys) throws IOException {
    if (equals(read(directory, keys)) && !(equals(NONE) && exists(directory))) {
      return;
    }
    try (Session session = new LocalCoordination(directory).begin()) {
      BlobStore blobs = keys.blobs(new DirectoryBlobs(directory, session.name()));
      if (equals(NONE)) {
        blobs.delete(KEY);
      } else {
        Blobs.write(blobs, KEY, encode());
      }
    } catch (FileSystemException | StoreException e) {
      // on a read-only file system, or a full one, nobody remembers it
      return;
    }
  }

  private static boolean exists(Path directory) throws IOException {
    return new DirectoryBlobs(directory, "none").exists(KEY);
  }

  byte[] encode() {
    int end = HEADER_LENGTH + packs.size() * PACK_LENGTH + versions.size() * VERSION_LENGTH;
    byte[] bytes = new byte[end + 8];
    Magic.put(bytes, MAGIC, FORMAT_VERSION);
    LittleEndian.put32(bytes, 12, packs.size());
    LittleEndian.put32(bytes, 16, versions.size());
    int at = HEADER_LENGTH;
    for (PackId pack : packs) {
      LittleEndian.put64(bytes, at, pack.session());
      LittleEndian.put32(bytes, at + 8, pack.number());
      at += PACK_LENGTH;
    }
    for (Map.Entry<VersionId, Long> version : versions.entrySet()) {
      LittleEndian.put64(bytes, at, version.getKey().imageId());
      LittleEndian.put64(bytes, at + 8, version.getKey().number());
      LittleEndian.put64(bytes, at + 16, version.getValue());
      at += VERSION_LENGTH;
    }
    LittleEndian.put64(bytes, end, TwinCrc.of(bytes, 0, end));
    return bytes;
  }

  static DamageMarks decode(byte[] bytes) throws StoreException {
    if (bytes.length < HEADER_LENGTH + 8) {
      throw new DamagedException(KEY, "it is too short");
    }
    int end = bytes.length - 8;
    Magic.check(KEY, bytes, MAGIC, FORMAT_VERSION, end);
    long packCount = LittleEndian.u32(bytes, 12);
    long versionCount = LittleEndian.u32(bytes, 16);
    if (HEADER_LENGTH + packCount * PACK_LENGTH + versionCount * VERSION_LENGTH != end) {
      throw new DamagedException(KEY, "a count is wrong");
    }
    Set<PackId> packs = new HashSet<>();
    int at = HEADER_LENGTH;
    for (long i = 0; i < packCount; i++, at += PACK_LENGTH) {
      packs.add(new PackId(LittleEndian.i64(bytes, at), LittleEndian.i32(bytes, at + 8)));
    }
    Map<VersionId, Long> versions = new HashMap<>();
    for (; at < end; at += VERSION_LENGTH) {
      long image = LittleEndian.i64(bytes, at);
      long number = LittleEndian.i64(bytes, at + 8);
      if (image < 1 || number < 1) {
        throw new DamagedException(KEY, "a version cannot be " + image + ", " + number);
      }
      versions.put(new VersionId(image, number), LittleEndian.i64(bytes, at + 16));
    }
    return new DamageMarks(packs, versions);
  }
}
