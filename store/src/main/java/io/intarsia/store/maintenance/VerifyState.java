package io.intarsia.store.maintenance;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Magic;
import io.intarsia.store.frame.TwinCrc;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * How far verifications have come: the file {@code verified} of docs/formats/verified.md. Nothing
 * depends on it but what the next verification reads. Thread-safe.
 */
final class VerifyState {
  static final String KEY = "verified";

  private static final String MAGIC = "INTVERI\n";
  private static final int VERSION = 2;
  private static final int HEADER_LENGTH = 32;
  private static final int ENTRY_LENGTH = 28;
  private static final int MAX_COUNT = 1 << 24;
  private static final long SAVE_NANOS = 5_000_000_000L;

  private final BlobStore blobs;
  private final boolean writable;
  private final Map<PackId, File> sound = new HashMap<>();
  private long sampleStart = new Random().nextLong();
  private long lastSaved = System.nanoTime();
  private boolean onDisk;

  /**
   * What tells a pack's file from another one of the same name.
   *
   * @param length in bytes
   * @param stamp as {@link BlobStore#stamp} has it
   */
  record File(long length, long stamp) {}

  private VerifyState(BlobStore blobs, boolean writable) {
    this.blobs = blobs;
    this.writable = writable;
  }

  /**
   * Reads the file. Without one, or with one that is damaged or of another version, everything
   * begins anew.
   *
   * @param writable whether it is kept up to date
   */
  static VerifyState load(BlobStore blobs, boolean writable) throws IOException {
    VerifyState state = new VerifyState(blobs, writable);
    try {
      int max = HEADER_LENGTH + MAX_COUNT * ENTRY_LENGTH + 8;
      state.decode(Blobs.readAll(blobs, KEY, max));
    } catch (NoSuchFileException | StoreException e) {
      state.sound.clear();
    }
    return state;
  }

  /** Where the next sample begins. */
  synchronized long sampleStart() {
    return sampleStart;
  }

  /** Whether an interrupted verification has found a pack sound, and its file is still the same. */
  synchronized boolean isSound(PackId pack, File file) {
    return file.equals(sound.get(pack));
  }

  /** Forgets what an interrupted verification has found. */
  synchronized void beginAnew() {
    sound.clear();
  }

  /** Notes that all frames of a pack are sound; saves now and then. */
  synchronized void sound(PackId pack, File file) {
    sound.put(pack, file);
    if (System.nanoTime() - lastSaved > SAVE_NANOS) {
      save();
    }
  }

  /** Saves as far as it has come, for the next verification to go on. */
  synchronized void interrupted() {
    if (!sound.isEmpty()) {
      save();
    }
  }

  /** Notes that a verification of all has ended. */
  synchronized void allDone() {
    sound.clear();
    if (onDisk) {
      save();
    }
  }

  /** Notes that a sample has ended. */
  synchronized void sampled(long nextStart) {
    sampleStart = nextStart;
    save();
  }

  private void save() {
    if (writable) {
      try {
        Blobs.write(blobs, KEY, encode());
        onDisk = true;
      } catch (IOException e) {
        // on a full disk, or a failing one, the next verification begins anew
      }
      lastSaved = System.nanoTime();
    }
  }

  private byte[] encode() {
    int end = HEADER_LENGTH + sound.size() * ENTRY_LENGTH;
    byte[] bytes = new byte[end + 8];
    Magic.put(bytes, MAGIC, VERSION);
    LittleEndian.put32(bytes, 12, sound.size());
    LittleEndian.put64(bytes, 16, sampleStart);
    int at = HEADER_LENGTH;
    for (Map.Entry<PackId, File> pack : sound.entrySet()) {
      LittleEndian.put64(bytes, at, pack.getKey().session());
      LittleEndian.put32(bytes, at + 8, pack.getKey().number());
      LittleEndian.put64(bytes, at + 12, pack.getValue().length());
      LittleEndian.put64(bytes, at + 20, pack.getValue().stamp());
      at += ENTRY_LENGTH;
    }
    LittleEndian.put64(bytes, end, TwinCrc.of(bytes, 0, end));
    return bytes;
  }

  private void decode(byte[] bytes) throws StoreException {
    onDisk = true;
    if (bytes.length < HEADER_LENGTH + 8) {
      throw new DamagedException(KEY, "it is too short");
    }
    int end = bytes.length - 8;
    Magic.check(KEY, bytes, MAGIC, VERSION, end);
    long count = LittleEndian.u32(bytes, 12);
    if (HEADER_LENGTH + count * ENTRY_LENGTH != end) {
      throw new DamagedException(KEY, "the count is wrong");
    }
    sampleStart = LittleEndian.i64(bytes, 16);
    for (int at = HEADER_LENGTH; at < end; at += ENTRY_LENGTH) {
      PackId pack = new PackId(LittleEndian.i64(bytes, at), LittleEndian.i32(bytes, at + 8));
      sound.put(pack, new File(LittleEndian.i64(bytes, at + 12), LittleEndian.i64(bytes, at + 20)));
    }
  }
}
