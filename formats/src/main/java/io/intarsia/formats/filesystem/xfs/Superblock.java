package io.intarsia.formats.filesystem.xfs;

import static io.intarsia.formats.filesystem.xfs.XfsLayout.*;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the first superblock says, checked for sense.
 *
 * @param version 4 or 5
 * @param blockLog binary logarithm of the block size, 9 to 16
 * @param dataBlocks sb_dblocks: size of the data section in blocks
 * @param logStart sb_logstart: first block of the log, 0 when it is on another device
 * @param logBlocks sb_logblocks
 * @param agBlocks blocks of every allocation group but the last
 * @param agBlockLog bits of a block number that count within the group
 * @param inodesPerBlockLog bits of an inode number that count within the block
 * @param directoryBlockSize in bytes, up to 64 KiB
 * @param fileTypes whether entries of directories hold a type
 * @param roCompat features that matter to writers only
 * @param incompat features that matter to all
 * @param metadataUuid the UUID that blocks bear, which need not be that of the volume
 */
record Superblock(
    int version,
    int blockLog,
    int sectorSize,
    long dataBlocks,
    long logStart,
    long logBlocks,
    long rootInode,
    long agBlocks,
    int agBlockLog,
    long agCount,
    int inodeSize,
    int inodesPerBlockLog,
    int directoryBlockSize,
    boolean fileTypes,
    int roCompat,
    int incompat,
    byte[] uuid,
    byte[] metadataUuid,
    byte[] name) {

  /** Whether the source begins as a superblock of a plausible block size does. */
  static boolean recognises(ByteSource source) throws IOException {
    if (source.size() < SB_SIZE) {
      return false;
    }
    byte[] b = source.read(0, SB_SIZE);
    return BigEndian.i32(b, 0) == SB_MAGIC
        && b[SB_BLOCKLOG] >= MIN_BLOCK_LOG
        && b[SB_BLOCKLOG] <= MAX_BLOCK_LOG
        && BigEndian.u32(b, SB_BLOCKSIZE) == 1L << b[SB_BLOCKLOG];
  }

  /**
   * Reads and checks the first superblock.
   *
   * @throws MalformedException when it is not one, or damaged
   * @throws UnsupportedException when the file system has features that are not known
   */
  static Superblock read(ByteSource source) throws IOException {
    String where = source.description();
    check(where, recognises(source), "magic or block size");
    byte[] head = source.read(0, SB_SIZE);
    int sectorSize = BigEndian.u16(head, SB_SECTSIZE);
    boolean sensible =
        Integer.bitCount(sectorSize) == 1
            && sectorSize >= BASIC_BLOCK
            && sectorSize <= MAX_SECTOR_SIZE
            && sectorSize <= source.size();
    check(where, sensible, "sector size");
    return parse(where, source.read(0, sectorSize));
  }

  private static Superblock parse(String where, byte[] b) throws IOException {
    int bits = BigEndian.u16(b, SB_VERSIONNUM);
    int version = bits & VERSION_NUMBER_MASK;
    if (version != 4 && version != 5) {
      throw new UnsupportedException(where, "XFS version " + version);
    }
    if (version == 5) {
      check(where, BlockHeader.checksumIsRight(b, SB_CRC), "checksum");
      requireKnown(where, BigEndian.i32(b, SB_FEATURES_INCOMPAT));
    } else if ((bits & VERSION_DIRV2) == 0 || (bits & VERSION_SHARED) != 0) {
      throw new UnsupportedException(where, "XFS with directories of version 1, or shared");
    }
    check(where, b[SB_INPROGRESS] == 0, "state: mkfs did not finish");
    Superblock result = fields(b, bits);
    result.checkGeometry(where, BigEndian.u16(b, SB_INOPBLOCK));
    return result;
  }

  private static void requireKnown(String where, int incompat) throws UnsupportedException {
    int unknown = incompat & ~INCOMPAT_KNOWN;
    if (unknown != 0) {
      throw new UnsupportedException(
          where, "XFS incompatible features 0x" + Integer.toHexString(unknown));
    }
  }

  private static Superblock fields(byte[] b, int bits) {
    boolean five = (bits & VERSION_NUMBER_MASK) == 5;
    int features2 = BigEndian.i32(b, SB_FEATURES2) | BigEndian.i32(b, SB_BAD_FEATURES2);
    boolean old = (bits & VERSION_MOREBITS) != 0 && (features2 & VERSION2_FTYPE) != 0;
    int incompat = five ? BigEndian.i32(b, SB_FEATURES_INCOMPAT) : 0;
    boolean own = (incompat & INCOMPAT_META_UUID) != 0;
    return new Superblock(
        bits & VERSION_NUMBER_MASK,
        b[SB_BLOCKLOG],
        BigEndian.u16(b, SB_SECTSIZE),
        BigEndian.i64(b, SB_DBLOCKS),
        BigEndian.i64(b, SB_LOGSTART),
        BigEndian.u32(b, SB_LOGBLOCKS),
        BigEndian.i64(b, SB_ROOTINO),
        BigEndian.u32(b, SB_AGBLOCKS),
        b[SB_AGBLKLOG],
        BigEndian.u32(b, SB_AGCOUNT),
        BigEndian.u16(b, SB_INODESIZE),
        b[SB_INOPBLOG],
        1 << Math.min(Integer.SIZE - 2, b[SB_BLOCKLOG] + (b[SB_DIRBLKLOG] & 0xFF)),
        five ? (incompat & INCOMPAT_FTYPE) != 0 : old,
        five ? BigEndian.i32(b, SB_FEATURES_RO_COMPAT) : 0,
        incompat,
        bytes(b, SB_UUID, UUID_LENGTH),
        bytes(b, own ? SB_META_UUID : SB_UUID, UUID_LENGTH),
        bytes(b, SB_FNAME, SB_FNAME_LENGTH));
  }

  private static byte[] bytes(byte[] b, int offset, int length) {
    return Arrays.copyOfRange(b, offset, offset + length);
  }

  private void checkGeometry(String where, int inodesPerBlock) throws IOException {
    boolean inodes =
        Integer.bitCount(inodeSize) == 1
            && inodeSize >= MIN_INODE_SIZE
            && inodeSize <= Math.min(MAX_INODE_SIZE, blockSize())
            && inodesPerBlock == blockSize() / inodeSize
            && 1L << inodesPerBlockLog == inodesPerBlock;
    check(where, inodes, "inode size");
    check(
        where,
        agBlocks >= MIN_AG_BLOCKS && agBlocks <= MAX_AG_BLOCKS,
        "blocks per allocation group");
    int bits = Long.SIZE - Long.numberOfLeadingZeros(agBlocks - 1);
    check(where, agBlockLog == bits, "logarithm of blocks per allocation group");
    boolean groups =
        agCount > 0 && dataBlocks > (agCount - 1) * agBlocks && dataBlocks <= agCount * agBlocks;
    check(where, groups, "number of allocation groups");
    check(where, dataBlocks <= Long.MAX_VALUE >> blockLog, "number of blocks");
    check(where, directoryBlockSize <= 1 << MAX_BLOCK_LOG, "directory block size");
  }

  private static void check(String where, boolean good, String field) throws MalformedException {
    if (!good) {
      throw new MalformedException(where, "XFS superblock: bad " + field);
    }
  }

  int blockSize() {
    return 1 << blockLog;
  }

  /** Whether metadata bears checksums and says what it is. */
  boolean describesItself() {
    return version == 5;
  }

  boolean hasIncompat(int feature) {
    return (incompat & feature) != 0;
  }

  /** In blocks; the last group may be shorter than the others. */
  long agLength(long group) {
    return group == agCount - 1 ? dataBlocks - group * agBlocks : agBlocks;
  }

  /** In lower case, or null when it is all zeros. */
  @Nullable String uuidText() {
    String hex = HexFormat.of().formatHex(uuid);
    if (hex.equals("0".repeat(hex.length()))) {
      return null;
    }
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
    while (length < name.length && name[length] != 0) {
      length++;
    }
    return length == 0 ? null : new String(name, 0, length, StandardCharsets.UTF_8);
  }
}
