package io.intarsia.store.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.store.PackId;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.blob.MemoryBlobs;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.crypt.KeyChanges;
import io.intarsia.store.crypt.Secret;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.pack.PackLayout;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A segment too long to be decrypted as a whole is read by pages, and says the same. */
class SealedSegmentTest {
  private static final String KEY = "index/a.idx";
  private static final int ENTRIES = 250_000; // more pages than stay in memory

  private static List<Fingerprint> write(BlobStore blobs) throws IOException {
    PendingIndex pending = new PendingIndex();
    int pack = pending.addPack(new PackId(1, 1), PackLayout.CHUNKS);
    pending.sealedPack(pack, 1000);
    Random random = new Random(5);
    List<Fingerprint> fingerprints = new ArrayList<>();
    int frame = -1;
    for (int i = 0; i < ENTRIES; i++) {
      if (i % 100 == 0) {
        frame = pending.addFrame();
        pending.placeFrame(frame, pack, 32 + i, 7, 1 << 20, PackLayout.ZSTD, i);
      }
      long word = random.nextLong();
      Fingerprint fingerprint = Fingerprint.ofWords(word, word * 3, word * 5, word * 7);
      pending.add(fingerprint, frame, i % 100, 1 + i % 7);
      fingerprints.add(fingerprint);
    }
    pending.write(blobs, KEY, true);
    return fingerprints;
  }

  @Test
  void aLongSegmentIsReadByPagesAndItsDamageFound() throws IOException {
    MemoryBlobs raw = new MemoryBlobs();
    BlobStore sealed =
        KeyChanges.create(raw, FileSystems.getDefault(), new byte[16], Secret.of(new byte[32]))
            .keys()
            .blobs(raw);
    List<Fingerprint> fingerprints = write(sealed);
    IndexSegment segment = IndexSegment.open(sealed, KEY);
    assertThat(segment.length()).isGreaterThan(9 << 20);
    segment.checkAll();
    for (int i = 0; i < ENTRIES; i += 11) {
      long entry = segment.find(fingerprints.get(i));
      assertThat(entry).isNotNegative();
      assertThat(segment.length(entry)).isEqualTo(1 + i % 7);
    }
    assertThat(segment.find(Fingerprint.ofWords(1, 2, 3, 4))).isEqualTo(-1);

    byte[] bytes = Blobs.readAll(raw, KEY, 1 << 30);
    bytes[bytes.length / 2] ^= 1;
    Blobs.write(raw, KEY, bytes);
    IndexSegment damaged = IndexSegment.open(sealed, KEY);
    assertThatThrownBy(damaged::checkAll).isInstanceOf(DamagedException.class);
  }
}
