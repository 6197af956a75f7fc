package io.intarsia.store.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.blob.MemoryBlobs;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.error.StoreException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackTocTest {
  @Test
  void aTableComesBack() throws InvalidObjectException {
    PackFrame stored =
        new PackFrame(5, 5, PackLayout.STORED, 77, new int[] {2, 3}, new byte[64], new long[2]);
    PackFrame packed =
        new PackFrame(
            3, 9000, PackLayout.ZSTD, -1, new int[] {900, 8100}, new byte[64], new long[] {0, 7});
    byte[] table = PackToc.encode(List.of(stored, packed), PackLayout.CHUNKS);
    List<PackFrame> back = PackToc.decode(table, PackLayout.CHUNKS);
    assertThat(back).usingRecursiveComparison().isEqualTo(List.of(stored, packed));
  }

  @Test
  void tablesOfObjectsHaveNoAnchors() throws InvalidObjectException {
    PackFrame frame =
        new PackFrame(3, 9000, PackLayout.ZSTD, -1, new int[] {9000}, new byte[32], new long[1]);
    byte[] table = PackToc.encode(List.of(frame), PackLayout.OBJECTS);
    assertThat(PackToc.encode(List.of(frame), PackLayout.CHUNKS)).hasSize(table.length + 8);
    assertThat(PackToc.decode(table, PackLayout.OBJECTS))
        .usingRecursiveComparison()
        .isEqualTo(List.of(frame));
  }

  @Test
  void onlyDependentPacksHaveFramesWithAPrefix() throws InvalidObjectException {
    PackFrame frame =
        new PackFrame(
            3, 9000, PackLayout.PREFIXED, -1, new int[] {9000}, new byte[32], new long[] {7});
    byte[] table = PackToc.encode(List.of(frame), PackLayout.DEPENDENT);
    assertThat(PackToc.decode(table, PackLayout.DEPENDENT))
        .usingRecursiveComparison()
        .isEqualTo(List.of(frame));
    assertThatThrownBy(() -> PackToc.decode(table, PackLayout.CHUNKS))
        .isInstanceOf(InvalidObjectException.class);
  }

  @Test
  void keysAreThoseOfTheLayout() {
    PackId id = new PackId(0xab00000000000001L, 2);
    assertThat(PackLayout.key(id)).isEqualTo("packs/ab/ab0000000000000100000002.pack");
    assertThat(PackLayout.id(PackLayout.key(id))).isEqualTo(id);
    assertThat(PackLayout.id("packs/ac/ab0000000000000100000002.pack")).isNull();
    assertThat(PackLayout.id("packs/ab/ab000000000000010000000x.pack")).isNull();
    assertThat(PackLayout.id("packs/ab/ab.pack")).isNull();
  }

  @FuzzTest(maxDuration = "3h")
  void anyBytesAreATableOrRefused(byte[] bytes) {
    try {
      List<PackFrame> frames = PackToc.decode(bytes, PackLayout.DEPENDENT);
      assertThat(PackToc.encode(frames, PackLayout.DEPENDENT)).isEqualTo(bytes);
    } catch (InvalidObjectException e) {
      assertThat(e).hasMessageStartingWith("invalid");
    }
  }

  @FuzzTest(maxDuration = "3h")
  void anyBytesAreAPackOrRefused(byte[] bytes) throws IOException {
    MemoryBlobs blobs = new MemoryBlobs();
    PackId id = new PackId(1, 2);
    Blobs.write(blobs, PackLayout.key(id), bytes);
    try (Blob blob = blobs.open(PackLayout.key(id))) {
      PackFile.open(id, blob);
    } catch (StoreException e) {
      assertThat(e).hasMessageContaining(PackLayout.key(id));
    }
  }
}
