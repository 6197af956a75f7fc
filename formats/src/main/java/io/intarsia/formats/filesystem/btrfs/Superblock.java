package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a superblock says, checked for sense.
 *
 * @param root the tree of tree roots
 * @param chunkRoot the tree of chunks
 * @param logRoot where the tree of logs begins, 0 when there is none
 * @param bytesUsed bytes that all block groups have allocated, counted once
 * @param sectorSize smallest piece of data, 4 KiB to 64 KiB
 * @param nodeSize of a tree block, sector size to 64 KiB
 * @param deviceId of the one device
 * @param deviceBytes of the one device
 * @param metadataUuid what tree blocks bear as fsid
 * @param systemChunks sys_chunk_array: keys and chunks that hold the chunk tree
 */
record Superblock(
    byte[] fsid,
    long flags,
    long generation,
    TreeRoot root,
    TreeRoot chunkRoot,
    long logRoot,
    long bytesUsed,
    int sectorSize,
    int nodeSize,
    long compatRo,
    Checksums checksum,
    long deviceId,
    long deviceBytes,
    byte[] labelBytes,
    byte[] metadataUuid,
    byte[] systemChunks) {

  /**
   * The first superblock, or the newest valid mirror of it when that one is newer or the first is
   * damaged.
   *
   * @throws MalformedException when none is valid
   * @throws UnsupportedException when the file system has features that are not known
   */
  static Superblock read(ByteSource source) throws IOException {
    Superblock best = null;
    IOException damage = null;
    for (long offset : SUPERBLOCKS) {
      if (offset > source.size() - SUPERBLOCK_SIZE) {
        break;
      }
      try {
        Superblock found =
            parse(source.description(), source.read(offset, SUPERBLOCK_SIZE), offset);
        if (best == null
            || (found.generation > best.generation && Arrays.equals(found.fsid, best.fsid))) {
          best = found;
        }
      } catch (MalformedException | UnsupportedException e) {
        if (offset == SUPERBLOCK_OFFSET && e instanceof UnsupportedException) {
          throw e;
        }
        damage = damage == null ? e : damage;
      }
    }
    if (best == null) {
      throw damage != null ? damage : malformed(source.description(), "place: too short a source");
    }
    return best;
  }

  static Superblock parse(String where, byte[] b, long offset) throws IOException {
    check(where, LittleEndian.i64(b, S_MAGIC) == MAGIC, "magic");
    check(where, LittleEndian.i64(b, S_BYTENR) == offset, "place");
    Checksums checksum = Checksums.of(where, LittleEndian.u16(b, S_CSUM_TYPE));
    check(where, checksum.matches(b), "checksum");
    long incompat = LittleEndian.i64(b, S_INCOMPAT_FLAGS);
    Features.requireKnown(where, incompat, LittleEndian.i64(b, S_FLAGS));
    long devices = LittleEndian.i64(b, S_NUM_DEVICES);
    if (devices != 1) {
      throw new UnsupportedException(
          where, "btrfs over " + Long.toUnsignedString(devices) + " devices");
    }
    int sectorSize = size(where, b, S_SECTORSIZE, MIN_SECTOR_SIZE, "sector size");
    long arraySize = LittleEndian.u32(b, S_SYS_CHUNK_ARRAY_SIZE);
    check(where, arraySize <= SYS_CHUNK_ARRAY_MAX, "size of system chunks");
    int fsid = (incompat & INCOMPAT_METADATA_UUID) != 0 ? S_METADATA_UUID : S_FSID;
    return new Superblock(
        Arrays.copyOfRange(b, S_FSID, S_FSID + UUID_LENGTH),
        LittleEndian.i64(b, S_FLAGS),
        LittleEndian.i64(b, S_GENERATION),
        root(where, b, S_ROOT, S_ROOT_LEVEL, S_GENERATION),
        root(where, b, S_CHUNK_ROOT, S_CHUNK_ROOT_LEVEL, S_CHUNK_ROOT_GENERATION),
        LittleEndian.i64(b, S_LOG_ROOT),
        LittleEndian.i64(b, S_BYTES_USED),
        sectorSize,
        size(where, b, S_NODESIZE, sectorSize, "node size"),
        LittleEndian.i64(b, S_COMPAT_RO_FLAGS),
        checksum,
        LittleEndian.i64(b, S_DEV_ITEM + DI_DEVID),
        LittleEndian.i64(b, S_DEV_ITEM + DI_TOTAL_BYTES),
        Arrays.copyOfRange(b, S_LABEL, S_LABEL + LABEL_SIZE),
        Arrays.copyOfRange(b, fsid, fsid + UUID_LENGTH),
        Arrays.copyOfRange(b, S_SYS_CHUNK_ARRAY, S_SYS_CHUNK_ARRAY + (int) arraySize));
  }

  private static TreeRoot root(String where, byte[] b, int block, int level, int generation)
      throws MalformedException {
    int height = b[level] & 0xFF;
    check(where, height <= MAX_LEVEL, "level of a root");
    return new TreeRoot(
        LittleEndian.i64(b, block), height, LittleEndian.i64(b, generation), FIRST_FREE);
  }

  private static int size(String where, byte[] b, int offset, int least, String field)
      throws MalformedException {
    long size = LittleEndian.u32(b, offset);
    check(where, size >= least && size <= MAX_NODE_SIZE && Long.bitCount(size) == 1, field);
    return (int) size;
  }

  private static void check(String where, boolean good, String field) throws MalformedException {
    if (!good) {
      throw malformed(where, field);
    }
  }

  private static MalformedException malformed(String where, String field) {
    return new MalformedException(where, "btrfs superblock: bad " + field);
  }

  boolean has(long flag) {
    return (flags & flag) != 0;
  }

  /** In lower case, as blkid prints it. */
  String uuidText() {
    String hex = HexFormat.of().formatHex(fsid);
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }

  /** Up to the first zero byte, or null when it is empty. */
  @Nullable String label() {
    int length = 0;
    while (length < labelBytes.length && labelBytes[length] != 0) {
      length++;
    }
    return length == 0 ? null : new String(labelBytes, 0, length, StandardCharsets.UTF_8);
  }
}
