package io.intarsia.formats.filesystem.ext4;

import static io.intarsia.formats.filesystem.ext4.Ext4Layout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the superblock says, checked for sense.
 *
 * @param blocksCount s_blocks_count: size of the file system in blocks
 * @param firstDataBlock s_first_data_block: where group 0 begins
 * @param blockSize in bytes, 1 KiB to 64 KiB
 * @param clusterRatio blocks per allocation cluster, 1 without bigalloc
 * @param groups number of block groups
 * @param state s_state
 * @param firstInode the first number that is not reserved
 * @param descriptorSize bytes of a group descriptor
 * @param checksumSeed seed of all metadata checksums
 * @param backupGroups s_backup_bgs, for sparse_super2
 */
record Superblock(
    long inodesCount,
    long blocksCount,
    long firstDataBlock,
    int blockSize,
    int clusterRatio,
    int blocksPerGroup,
    int inodesPerGroup,
    int groups,
    int state,
    long firstInode,
    int inodeSize,
    Features features,
    byte[] uuid,
    byte[] volumeName,
    int reservedGdtBlocks,
    long journalInode,
    int descriptorSize,
    long firstMetaGroup,
    int checksumSeed,
    long[] backupGroups,
    long mmpBlock) {

  /**
   * Reads and checks the first superblock.
   *
   * @throws MalformedException when it is not one, or damaged
   * @throws UnsupportedException when the file system has features that are not known
   */
  static Superblock read(ByteSource source) throws IOException {
    if (source.size() < SUPERBLOCK_OFFSET + SUPERBLOCK_SIZE) {
      throw new MalformedException(source.description(), "too short for an ext superblock");
    }
    byte[] bytes = source.read(SUPERBLOCK_OFFSET, SUPERBLOCK_SIZE);
    return parse(source.description(), bytes);
  }

  static Superblock parse(String where, byte[] b) throws IOException {
    check(where, LittleEndian.u16(b, S_MAGIC) == MAGIC, "magic");
    check(where, LittleEndian.u32(b, S_REV_LEVEL) <= MAX_REVISION, "revision");
    Features features = Features.parse(b);
    if (features.hasRoCompat(RO_COMPAT_METADATA_CSUM)) {
      verifyChecksum(where, b);
    }
    features.requireKnown(where);
    Superblock result = fields(where, b, features);
    result.checkGeometry(where);
    return result;
  }

  private static void verifyChecksum(String where, byte[] b) throws IOException {
    if (b[S_CHECKSUM_TYPE] != CHECKSUM_CRC32C) {
      throw new UnsupportedException(where, "ext4 checksum type " + b[S_CHECKSUM_TYPE]);
    }
    int sum = new Crc32c(Crc32c.INITIAL).update(b, 0, S_CHECKSUM).value();
    check(where, sum == LittleEndian.i32(b, S_CHECKSUM), "checksum");
  }

  private static Superblock fields(String where, byte[] b, Features features) throws IOException {
    long logBlockSize = LittleEndian.u32(b, S_LOG_BLOCK_SIZE);
    check(where, logBlockSize <= MAX_LOG_BLOCK_SIZE, "block size");
    int blockSize = MIN_BLOCK_SIZE << logBlockSize;
    boolean bigalloc = features.hasRoCompat(RO_COMPAT_BIGALLOC);
    long logClusterSize = bigalloc ? LittleEndian.u32(b, S_LOG_CLUSTER_SIZE) : logBlockSize;
    check(where, logClusterSize >= logBlockSize && logClusterSize <= 20, "cluster size");
    long blocksHigh =
        features.hasIncompat(INCOMPAT_64BIT) ? LittleEndian.u32(b, S_BLOCKS_COUNT_HI) : 0;
    check(where, blocksHigh <= 0xFFFF, "blocks count");
    long blocks = (blocksHigh << 32) | LittleEndian.u32(b, S_BLOCKS_COUNT_LO);
    long firstDataBlock = LittleEndian.u32(b, S_FIRST_DATA_BLOCK);
    check(where, firstDataBlock <= 1 && blocks > firstDataBlock, "first data block");
    long perGroup = LittleEndian.u32(b, S_BLOCKS_PER_GROUP);
    int ratio = 1 << (logClusterSize - logBlockSize);
    check(where, perGroup > 0 && perGroup % ratio == 0, "blocks per group");
    check(where, perGroup / ratio <= 8L * blockSize, "clusters per group");
    long inodesPerGroup = LittleEndian.u32(b, S_INODES_PER_GROUP);
    check(where, inodesPerGroup > 0 && inodesPerGroup <= 8L * blockSize, "inodes per group");
    long groups = Math.ceilDiv(blocks - firstDataBlock, perGroup);
    check(where, groups <= Integer.MAX_VALUE, "blocks count");
    boolean dynamic = LittleEndian.u32(b, S_REV_LEVEL) > 0;
    return new Superblock(
        LittleEndian.u32(b, S_INODES_COUNT),
        blocks,
        firstDataBlock,
        blockSize,
        ratio,
        (int) perGroup,
        (int) inodesPerGroup,
        (int) groups,
        LittleEndian.u16(b, S_STATE),
        dynamic ? LittleEndian.u32(b, S_FIRST_INO) : GOOD_OLD_FIRST_INO,
        dynamic ? LittleEndian.u16(b, S_INODE_SIZE) : GOOD_OLD_INODE_SIZE,
        features,
        bytes(b, S_UUID, UUID_LENGTH),
        bytes(b, S_VOLUME_NAME, VOLUME_NAME_LENGTH),
        LittleEndian.u16(b, S_RESERVED_GDT_BLOCKS),
        LittleEndian.u32(b, S_JOURNAL_INUM),
        features.hasIncompat(INCOMPAT_64BIT) ? LittleEndian.u16(b, S_DESC_SIZE) : DESC_SIZE_32,
        LittleEndian.u32(b, S_FIRST_META_BG),
        seed(b, features),
        new long[] {LittleEndian.u32(b, S_BACKUP_BGS), LittleEndian.u32(b, S_BACKUP_BGS + 4)},
        LittleEndian.i64(b, S_MMP_BLOCK));
  }

  private static int seed(byte[] b, Features features) {
    return features.hasIncompat(INCOMPAT_CSUM_SEED)
        ? LittleEndian.i32(b, S_CHECKSUM_SEED)
        : new Crc32c(Crc32c.INITIAL).update(b, S_UUID, UUID_LENGTH).value();
  }

  private static byte[] bytes(byte[] b, int offset, int length) {
    byte[] result = new byte[length];
    System.arraycopy(b, offset, result, 0, length);
    return result;
  }

  private void checkGeometry(String where) throws IOException {
    check(
        where,
        inodeSize >= GOOD_OLD_INODE_SIZE
            && inodeSize <= blockSize
            && Integer.bitCount(inodeSize) == 1,
        "inode size");
    int least = features.hasIncompat(INCOMPAT_64BIT) ? DESC_SIZE_64 : DESC_SIZE_32;
    check(
        where,
        descriptorSize >= least
            && descriptorSize <= MAX_DESC_SIZE
            && Integer.bitCount(descriptorSize) == 1,
        "descriptor size");
    check(where, inodesCount <= (long) groups * inodesPerGroup, "inodes count");
  }

  private static void check(String where, boolean good, String field) throws MalformedException {
    if (!good) {
      throw new MalformedException(where, "ext superblock: bad " + field);
    }
  }

  /** In lower case, or null when it is all zeros. */
  @Nullable String uuidText() {
    String hex = HexFormat.of().formatHex(uuid);
    if (hex.equals("0".repeat(hex.length()))) {
      return null;
    }
    return hex.substring(0, 8)
        + "-"
        + hex.substring(8, 12)
        + "-"
        + hex.substring(12, 16)
        + "-"
        + hex.substring(16, 20)
        + "-"
        + hex.substring(20);
  }

  /** Up to the first zero byte, or null when it is empty. */
  @Nullable String label() {
    int length = 0;
    while (length < volumeName.length && volumeName[length] != 0) {
      length++;
    }
    return length == 0 ? null : new String(volumeName, 0, length, StandardCharsets.UTF_8);
  }

  boolean hasMetadataChecksums() {
    return features.hasRoCompat(RO_COMPAT_METADATA_CSUM);
  }

  /** Whether descriptors carry checksums, so that their flags mean something. */
  boolean hasGroupChecksums() {
    return features.hasRoCompat(RO_COMPAT_GDT_CSUM | RO_COMPAT_METADATA_CSUM);
  }

  int descriptorsPerBlock() {
    return blockSize / descriptorSize;
  }

  int clustersPerGroup() {
    return blocksPerGroup / clusterRatio;
  }
}
