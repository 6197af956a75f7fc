package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.CSUM_SIZE;

import com.dynatrace.hash4j.hashing.Hashing;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.UnsupportedException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The checksum that begins every structure: csum_type of the superblock. It covers all that follows
 * its 32 bytes.
 */
enum Checksums {
  CRC32C {
    @Override
    boolean matches(byte[] b) {
      CRC32C crc = new CRC32C();
      crc.update(b, CSUM_SIZE, b.length - CSUM_SIZE);
      return crc.getValue() == LittleEndian.u32(b, 0);
    }
  },
  XXHASH64 {
    @Override
    boolean matches(byte[] b) {
      return Hashing.xxh64().hashBytesToLong(b, CSUM_SIZE, b.length - CSUM_SIZE)
          == LittleEndian.i64(b, 0);
    }
  },
  SHA256 {
    @Override
    boolean matches(byte[] b) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(b, CSUM_SIZE, b.length - CSUM_SIZE);
        return Arrays.equals(digest.digest(), 0, CSUM_SIZE, b, 0, CSUM_SIZE);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  },
  /** Nothing that is here computes it. */
  BLAKE2B {
    @Override
    boolean matches(byte[] b) {
      return true;
    }

    @Override
    boolean verified() {
      return false;
    }
  };

  /** Whether a whole structure is as its checksum says. */
  abstract boolean matches(byte[] structure);

  /** Whether {@link #matches} means anything. */
  boolean verified() {
    return true;
  }

  static Checksums of(String where, int type) throws UnsupportedException {
    if (type >= values().length) {
      throw new UnsupportedException(where, "btrfs checksum type " + type);
    }
    return values()[type];
  }
}
