package io.intarsia.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoredObjectTest {
  private static Fingerprint fingerprint(int seed) {
    byte[] bytes = new byte[32];
    new Random(seed).nextBytes(bytes);
    return Fingerprint.ofSha256(bytes);
  }

  private static StoredObject sample() {
    ReferenceTable references = new ReferenceTable();
    assertThat(references.chunk(fingerprint(1))).isEqualTo(0);
    assertThat(references.chunk(fingerprint(2))).isEqualTo(1);
    assertThat(references.chunk(fingerprint(1))).isEqualTo(0);
    assertThat(references.object(fingerprint(1))).isEqualTo(0);
    assertThat(references.size()).isEqualTo(3);
    byte[] body = new BodyWriter().varint(300).signed(-2).u8(9).toByteArray();
    return StoredObject.of('C', references, body).withAttributes(new byte[] {5, 6});
  }

  @Test
  void bytesAreThoseOfTheSpecification() throws Exception {
    ByteBuffer expected = ByteBuffer.allocate(4 + 2 + 3 * 32 + 1 + 4 + 2);
    expected.put("IOBC".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 2);
    expected.put(fingerprint(1).toBytes()).put(fingerprint(1).toBytes());
    expected.put(fingerprint(2).toBytes());
    expected.put((byte) 4).put((byte) 0xac).put((byte) 2).put((byte) 3).put((byte) 9);
    int identity = expected.position();
    expected.put((byte) 5).put((byte) 6);
    assertThat(sample().encode()).isEqualTo(expected.array());
    byte[] sha =
        MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(expected.array(), identity));
    for (int i = 0; i < sha.length; i++) {
      sha[i] = (byte) ~sha[i];
    }
    assertThat(sample().fingerprint().toBytes()).isEqualTo(sha);
    assertThat(StoredObject.decode(expected.array())).isEqualTo(sample());
  }

  @Test
  void attributesAreNotPartOfTheIdentity() {
    assertThat(sample().withAttributes(new byte[9]).fingerprint())
        .isEqualTo(sample().fingerprint());
  }

  @Test
  void everyTruncationOfTheIdentityIsRefused() {
    byte[] whole = sample().encode();
    for (int length = 0; length < whole.length - 2; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> StoredObject.decode(cut)).isInstanceOf(InvalidObjectException.class);
    }
  }

  @Test
  void countsThatDoNotFitAreRefused() {
    byte[] bytes = {'I', 'O', 'B', 'C', (byte) 0xff, (byte) 0xff, 0x0f, 0, 0};
    assertThatThrownBy(() -> StoredObject.decode(bytes)).isInstanceOf(InvalidObjectException.class);
  }

  @Test
  void numbersOfAllLengthsComeBack() throws InvalidObjectException {
    for (int bit = 0; bit < 64; bit++) {
      for (long value : new long[] {1L << bit, (1L << bit) - 1, -(1L << bit)}) {
        byte[] bytes = new BodyWriter().varint(value).signed(value).toByteArray();
        BodyReader reader = new BodyReader(bytes);
        assertThat(reader.varint()).isEqualTo(value);
        assertThat(reader.signed()).isEqualTo(value);
        reader.end();
        assertThat(Varint.length(value)).isEqualTo(new BodyWriter().varint(value).length());
      }
    }
  }

  @Test
  void numbersNotInTheirShortestFormAreRefused() {
    assertThatThrownBy(() -> new BodyReader(new byte[] {(byte) 0x80, 0}).varint())
        .isInstanceOf(InvalidObjectException.class);
    byte[] tooLong = new byte[11];
    Arrays.fill(tooLong, (byte) 0xff);
    assertThatThrownBy(() -> new BodyReader(tooLong).varint())
        .isInstanceOf(InvalidObjectException.class);
  }

  @FuzzTest(maxDuration = "3h")
  void anyBytesAreAnObjectOrRefused(byte[] bytes) {
    try {
      StoredObject object = StoredObject.decode(bytes);
      assertThat(object.encode()).isEqualTo(bytes);
    } catch (InvalidObjectException e) {
      assertThat(e).hasMessageStartingWith("invalid object");
    }
  }
}
