package io.intarsia.store.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every blob store does. */
abstract class BlobStoreContract {
  /** An empty one. */
  abstract BlobStore blobs() throws IOException;

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void aCommittedBlobIsThereWhole() throws IOException {
    BlobStore blobs = blobs();
    byte[] bytes = bytes(100_000);
    try (BlobWriter writer = blobs.create("packs/ab/one.pack")) {
      writer.write(bytes, 0, 1000);
      writer.write(bytes, 1000, bytes.length - 1000);
      assertThat(writer.length()).isEqualTo(bytes.length);
      assertThat(blobs.exists("packs/ab/one.pack")).isFalse();
      writer.commit();
    }
    assertThat(blobs.exists("packs/ab/one.pack")).isTrue();
    assertThat(blobs.size("packs/ab/one.pack")).isEqualTo(bytes.length);
    assertThat(Blobs.readAll(blobs, "packs/ab/one.pack", 1 << 20)).isEqualTo(bytes);
    try (Blob blob = blobs.open("packs/ab/one.pack")) {
      byte[] part = new byte[12];
      blob.read(5000, part, 2, 10);
      assertThat(ByteBuffer.wrap(part, 2, 10)).isEqualTo(ByteBuffer.wrap(bytes, 5000, 10));
      assertThatThrownBy(() -> blob.read(bytes.length - 5, part, 0, 10))
          .isInstanceOf(EOFException.class);
      ByteBuffer map = blob.map(0, bytes.length);
      assertThat(map.isReadOnly()).isTrue();
      assertThat(map).isEqualTo(ByteBuffer.wrap(bytes));
      assertThat(blob.map(5000, 10)).isEqualTo(ByteBuffer.wrap(bytes, 5000, 10));
      assertThatThrownBy(() -> blob.map(5000, bytes.length)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void blobsOfAnyLengthWrittenInAnyPartsComeBack() throws IOException {
    BlobStore blobs = blobs();
    long seed = Long.getLong("intarsia.seed", System.nanoTime());
    System.out.println("intarsia.seed=" + seed);
    Random random = new Random(seed);
    int[] lengths = {(1 << 20) - 1, 1 << 20, (2 << 20) + 4096, random.nextInt(5 << 20)};
    for (int length : lengths) {
      byte[] bytes = bytes(length);
      String key = "packs/ab/" + length + ".pack";
      try (BlobWriter writer = blobs.create(key)) {
        int most = 1 << random.nextInt(8, 22);
        for (int at = 0; at < length; ) {
          int part = Math.min(length - at, 1 + random.nextInt(most));
          writer.write(bytes, at, part);
          at += part;
          assertThat(writer.length()).isEqualTo(at);
        }
        writer.commit();
      }
      assertThat(blobs.size(key)).isEqualTo(length);
      assertThat(Blobs.readAll(blobs, key, 8 << 20)).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 3_000_000})
  void withoutCommitNothingRemains(int length) throws IOException {
    BlobStore blobs = blobs();
    try (BlobWriter writer = blobs.create("index/one.idx")) {
      writer.write(bytes(length), 0, length);
    }
    assertThat(blobs.exists("index/one.idx")).isFalse();
    assertThat(blobs.list("index/")).isEmpty();
  }

  @Test
  void whatIsNotThereIsNamed() throws IOException {
    BlobStore blobs = blobs();
    assertThatThrownBy(() -> blobs.open("index/none.idx"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none.idx");
    assertThatThrownBy(() -> blobs.size("index/none.idx")).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> blobs.stamp("index/none.idx")).isInstanceOf(NoSuchFileException.class);
    blobs.delete("index/none.idx");
    assertThat(blobs.list("nowhere/")).isEmpty();
  }

  @Test
  void listsSortedByPrefix() throws IOException {
    BlobStore blobs = blobs();
    for (String key : new String[] {"packs/cd/3.pack", "packs/ab/2.pack", "packs/ab/1.pack"}) {
      Blobs.write(blobs, key, bytes(3));
    }
    Blobs.write(blobs, "index/1.idx", bytes(3));
    assertThat(blobs.list("packs/"))
        .containsExactly("packs/ab/1.pack", "packs/ab/2.pack", "packs/cd/3.pack");
    assertThat(blobs.list("packs/cd/")).containsExactly("packs/cd/3.pack");
    blobs.delete("packs/cd/3.pack");
    assertThat(blobs.list("packs/cd/")).isEmpty();
  }

  @Test
  void aNewBlobTakesThePlaceOfTheOld() throws IOException {
    BlobStore blobs = blobs();
    Blobs.write(blobs, "condemned", bytes(3));
    try (Blob old = blobs.open("condemned")) {
      long stamp = blobs.stamp("condemned");
      assertThat(blobs.stamp("condemned")).isEqualTo(stamp);
      Blobs.write(blobs, "condemned", bytes(5));
      assertThat(blobs.stamp("condemned")).isNotEqualTo(stamp);
      byte[] read = new byte[3];
      old.read(0, read, 0, 3);
      assertThat(read).isEqualTo(bytes(3));
    }
    assertThat(Blobs.readAll(blobs, "condemned", 100)).isEqualTo(bytes(5));
  }

  @Test
  void anOpenBlobOutlivesItsDeletion() throws IOException {
    BlobStore blobs = blobs();
    Blobs.write(blobs, "index/1.idx", bytes(300));
    try (Blob blob = blobs.open("index/1.idx")) {
      ByteBuffer map = blob.map(0, 300);
      blobs.delete("index/1.idx");
      assertThat(map).isEqualTo(ByteBuffer.wrap(bytes(300)));
      byte[] read = new byte[300];
      blob.read(0, read, 0, 300);
      assertThat(read).isEqualTo(bytes(300));
    }
  }
}
