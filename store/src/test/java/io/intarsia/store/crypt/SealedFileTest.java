package io.intarsia.store.crypt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.blob.MemoryBlobs;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystems;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An encrypted file is read as it was written, under its name, or not at all. */
class SealedFileTest {
  private static final String NAME = "records/0000000000000001.rec";
  private static final int UNIT = 16384;
  private static final byte[] STORE_ID = "sixteen bytes id".getBytes(US_ASCII);
  private static final byte[] DATA_KEY = new byte[32];

  private final MemoryBlobs raw = new MemoryBlobs();
  private KeyRing keys;
  private BlobStore sealed;

  @BeforeEach
  void open() throws IOException {
    Arrays.fill(DATA_KEY, (byte) 7);
    KeyRing made =
        KeyChanges.create(raw, FileSystems.getDefault(), STORE_ID, Secret.of(new byte[32])).keys();
    KeyRing.Opened opened = made.reload();
    KeySet set = new KeySet(new byte[32], new byte[32], List.of(DATA_KEY));
    keys =
        new KeyRing(
            raw,
            STORE_ID,
            made.slotId(),
            made.slotKey(),
            new KeyRing.Opened(opened.file(), opened.master(), set));
    sealed = keys.blobs(raw);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private byte[] stored() throws IOException {
    return Blobs.readAll(raw, NAME, 1 << 20);
  }

  private byte[] read(byte[] file) throws IOException {
    Blobs.write(raw, NAME, file);
    return Blobs.readAll(sealed, NAME, 1 << 20);
  }

  @Test
  void everyLengthComesBack() throws IOException {
    for (int length :
        new int[] {0, 1, UNIT - 1, UNIT, UNIT + 1, 2 * UNIT, 40 * UNIT, 40 * UNIT + 5}) {
      Blobs.write(sealed, NAME, bytes(length));
      assertThat(sealed.size(NAME)).isEqualTo(length);
      assertThat(Blobs.readAll(sealed, NAME, 1 << 20)).isEqualTo(bytes(length));
    }
  }

  /** Who adds up lengths goes on; who reads is told. */
  @Test
  void aFileThatEndsWithinATagHasALengthAndCannotBeRead() throws IOException {
    Blobs.write(sealed, NAME, bytes(2 * UNIT));
    byte[] good = stored();
    int[] lengths = {0, 1, 63, 64, 65, 79, 64 + UNIT + 16 + 1, 64 + UNIT + 16 + 15};
    for (int length : lengths) {
      assertThatThrownBy(() -> read(Arrays.copyOf(good, length)))
          .as("cut to %d", length)
          .isInstanceOf(DamagedException.class);
      assertThat(sealed.size(NAME)).as("cut to %d", length).isBetween(0L, (long) UNIT);
    }
  }

  @Test
  void everyFlippedBitIsFound() throws IOException {
    Blobs.write(sealed, NAME, bytes(50));
    byte[] good = stored();
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> read(bad)).as("bit " + bit).isInstanceOf(StoreException.class);
    }
  }

  @Test
  void everyUnitIsBoundToItsPlaceItsFileAndTheEnd() throws IOException {
    Blobs.write(sealed, NAME, bytes(3 * UNIT));
    byte[] good = stored();
    int unit = UNIT + 16;
    byte[] swapped = good.clone();
    System.arraycopy(good, 64, swapped, 64 + unit, unit);
    System.arraycopy(good, 64 + unit, swapped, 64, unit);
    assertThatThrownBy(() -> read(swapped)).isInstanceOf(DamagedException.class);
    assertThatThrownBy(() -> read(Arrays.copyOf(good, 64 + 2 * unit)))
        .as("cut off between units")
        .isInstanceOf(DamagedException.class);
    assertThatThrownBy(() -> read(Arrays.copyOf(good, 64 + 3 * unit + unit)))
        .as("longer")
        .isInstanceOf(DamagedException.class);
    Blobs.write(sealed, NAME, bytes(3 * UNIT));
    byte[] again = stored();
    System.arraycopy(good, 64, again, 64, unit);
    assertThatThrownBy(() -> read(again))
        .as("the same plain bytes in the same place, from another writing")
        .isInstanceOf(DamagedException.class);
  }

  @Test
  void noLengthButTheRightOneIsRead() throws IOException {
    Blobs.write(sealed, NAME, bytes(UNIT + 20));
    byte[] good = stored();
    for (int length = 0; length < good.length; length += length < 100 ? 1 : 97) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> read(cut))
          .as(length + " bytes")
          .isInstanceOf(DamagedException.class);
    }
  }

  @Test
  void aFileUnderAnotherNameIsRefused() throws IOException {
    Blobs.write(sealed, NAME, bytes(100));
    Blobs.write(raw, "condemned", stored());
    assertThatThrownBy(() -> Blobs.readAll(sealed, "condemned", 1 << 20))
        .isInstanceOf(DamagedException.class);
  }

  @Test
  void equalFilesAreNotEqualOnDisk() throws IOException {
    Blobs.write(sealed, NAME, bytes(100));
    byte[] first = stored();
    Blobs.write(sealed, NAME, bytes(100));
    assertThat(stored()).isNotEqualTo(first);
  }

  /** Written here from docs/formats/encryption.md, without the code under test. */
  @Test
  void theFormatIsTheDocumentedOne() throws IOException, GeneralSecurityException {
    byte[] plain = bytes(UNIT + 100);
    ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    header.put("INTSEAL\n".getBytes(US_ASCII)).putShort((short) 1).putShort((short) 0).putInt(1);
    header.put(bytes(32)).putLong(0);
    header
        .putInt((int) crc(new CRC32C(), header.array()))
        .putInt((int) crc(new CRC32(), header.array()));

    ByteArrayOutputStream info = new ByteArrayOutputStream();
    info.writeBytes(STORE_ID);
    info.writeBytes("intarsia 1 file ".getBytes(US_ASCII));
    info.write(header.array(), 0, 16);
    info.writeBytes(NAME.getBytes(US_ASCII));
    byte[] key =
        KDF.getInstance("HKDF-SHA256")
            .deriveData(
                HKDFParameterSpec.ofExtract()
                    .addIKM(DATA_KEY)
                    .addSalt(bytes(32))
                    .thenExpand(info.toByteArray(), 32));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(header.array());
    file.writeBytes(seal(key, new byte[12], Arrays.copyOf(plain, UNIT)));
    byte[] lastNonce = {0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1};
    file.writeBytes(seal(key, lastNonce, Arrays.copyOfRange(plain, UNIT, plain.length)));
    assertThat(read(file.toByteArray())).isEqualTo(plain);
  }

  private static byte[] seal(byte[] key, byte[] nonce, byte[] plain)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    return cipher.doFinal(plain);
  }

  private static long crc(Checksum crc, byte[] header) {
    crc.update(header, 0, 56);
    return crc.getValue();
  }
}
