package io.intarsia.store.crypt;

import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobWriter;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.session.Condemned;
import io.intarsia.store.session.Coordination;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings files that are under older data keys under the present one, each by itself: its plain
 * bytes stay, so that whatever refers to them stays right, and who has the old file open goes on
 * reading it. May be interrupted, and run again.
 */
final class Reencryption {
  private static final String SETTINGS = "settings";
  private static final String VERIFIED = "verified";
  private static final String DAMAGE = "damage";
  private static final int STEP = 256 << 10;

  private final SealedBlobs blobs;
  private final int epoch;
  private final Coordination coordination;
  private long bytes;
  private final List<String> damaged = new ArrayList<>();

  Reencryption(SealedBlobs blobs, int epoch, Coordination coordination) {
    this.blobs = blobs;
    this.epoch = epoch;
    this.coordination = coordination;
  }

  /** While packs are brought over nobody deletes them, nor segments: gc and merges wait. */
  ReencryptResult run() throws IOException {
    try (var _ = coordination.lock(Coordination.Lock.GC)) {
      all("packs/");
      try (var _ = coordination.lock(Coordination.Lock.INDEX)) {
        all("index/");
        try (var _ = coordination.lock(Coordination.Lock.COMMIT)) {
          all("records/");
          one(Condemned.KEY);
          one(SETTINGS);
          one(VERIFIED);
          one(DAMAGE);
        }
      }
    }
    return new ReencryptResult(bytes, List.copyOf(damaged));
  }

  private void all(String prefix) throws IOException {
    for (String key : blobs.list(prefix)) {
      one(key);
    }
  }

  /** What is damaged stays as it is, for verify and repair. */
  private void one(String key) throws IOException {
    try {
      if (blobs.epoch(key) < epoch) {
        copy(key);
      }
    } catch (NoSuchFileException e) {
      return; // gone meanwhile
    } catch (DamagedException | EOFException e) {
      damaged.add(key);
    }
  }

  private void copy(String key) throws IOException {
    byte[] step = new byte[STEP];
    try (Blob from = blobs.open(key);
        BlobWriter to = blobs.create(key)) {
      long size = from.size();
      for (long at = 0; at < size; at += STEP) {
        int count = (int) Math.min(STEP, size - at);
        from.read(at, step, 0, count);
        to.write(step, 0, count);
      }
      to.commit();
      bytes += size;
    }
  }
}
