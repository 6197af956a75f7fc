package io.intarsia.store.crypt;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Magic;
import io.intarsia.store.frame.TwinCrc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/** Header, lengths and nonces of a sealed file. Specified in docs/formats/encryption.md. */
final class SealedLayout {
  static final int HEADER_LENGTH = 64;

  /** Plain bytes of every unit but the last. */
  static final int UNIT = 16 << 10;

  static final int SEALED_UNIT = UNIT + Primitives.TAG_LENGTH;

  private static final String MAGIC = "INTSEAL\n";
  private static final int VERSION = 1;
  private static final int EPOCH = 12;
  private static final int SALT = 16;
  private static final int SALT_LENGTH = 32;
  private static final int CHECKSUM = 56;
  private static final byte[] PURPOSE = "intarsia 1 file ".getBytes(StandardCharsets.US_ASCII);

  private SealedLayout() {}

  /** The header of a new file, with a salt of its own. */
  static byte[] newHeader(int epoch) {
    byte[] header = new byte[HEADER_LENGTH];
    Magic.put(header, MAGIC, VERSION);
    LittleEndian.put32(header, EPOCH, epoch);
    System.arraycopy(RandomKeys.bytes(SALT_LENGTH), 0, header, SALT, SALT_LENGTH);
    LittleEndian.put64(header, CHECKSUM, TwinCrc.of(header, 0, CHECKSUM));
    return header;
  }

  static void check(String file, byte[] header) throws StoreException {
    Magic.check(file, header, MAGIC, VERSION, CHECKSUM);
  }

  static int epoch(byte[] header) {
    return LittleEndian.i32(header, EPOCH);
  }

  /** The key of one file: from its salt, its name and its header. */
  static SecretKeySpec key(KeyRing keys, String file, byte[] header) throws IOException {
    byte[] name = file.getBytes(StandardCharsets.UTF_8);
    byte[] info = Arrays.copyOf(PURPOSE, PURPOSE.length + SALT + name.length);
    System.arraycopy(header, 0, info, PURPOSE.length, SALT);
    System.arraycopy(name, 0, info, PURPOSE.length + SALT, name.length);
    byte[] salt = Arrays.copyOfRange(header, SALT, SALT + SALT_LENGTH);
    return Primitives.aesKey(keys.derive(epoch(header), salt, info));
  }

  /** The nonce of a unit: its number, and whether it is the last. */
  static byte[] nonce(long unit, boolean last) {
    byte[] nonce = new byte[Primitives.NONCE_LENGTH];
    BigEndian.put64(nonce, 0, unit);
    nonce[Primitives.NONCE_LENGTH - 1] = (byte) (last ? 1 : 0);
    return nonce;
  }

  /** Refuses the length of a file that ends within a tag, or before the first. */
  static void checkLength(String file, long length) throws DamagedException {
    long body = length - HEADER_LENGTH;
    long last = body % SEALED_UNIT;
    if (body < Primitives.TAG_LENGTH || (last != 0 && last < Primitives.TAG_LENGTH)) {
      throw new DamagedException(file, "it is cut off");
    }
  }

  /** How many units a file of that length has; at least one. */
  static long units(long length) {
    return Math.max(1, Math.ceilDiv(length - HEADER_LENGTH, SEALED_UNIT));
  }

  /** How many plain bytes a file of that length has; 0 where it is too short for any. */
  static long plainLength(long length) {
    return Math.max(0, length - HEADER_LENGTH - units(length) * Primitives.TAG_LENGTH);
  }
}
