package io.intarsia.formats.filesystem.squashfs;

/** Places, values and limits of the format; names after {@code squashfs_fs.h}. */
final class SquashfsLayout {
  static final long MAGIC = 0x73717368L;
  static final int SUPERBLOCK_BYTES = 96;

  static final int S_INODES = 4;
  static final int S_BLOCK_SIZE = 12;
  static final int S_FRAGMENTS = 16;
  static final int S_COMPRESSION = 20;
  static final int S_BLOCK_LOG = 22;
  static final int S_NO_IDS = 26;
  static final int S_MAJOR = 28;
  static final int S_MINOR = 30;
  static final int S_ROOT_INODE = 32;
  static final int S_BYTES_USED = 40;
  static final int S_ID_TABLE = 48;
  static final int S_XATTR_TABLE = 56;
  static final int S_INODE_TABLE = 64;
  static final int S_DIRECTORY_TABLE = 72;
  static final int S_FRAGMENT_TABLE = 80;

  static final int VERSION_MAJOR = 4;
  static final int MIN_BLOCK_LOG = 12;
  static final int MAX_BLOCK_LOG = 20;

  /** A table that does not exist. */
  static final long NO_TABLE = -1;

  static final int COMPRESSION_GZIP = 1;
  static final int COMPRESSION_LZMA = 2;
  static final int COMPRESSION_LZO = 3;
  static final int COMPRESSION_XZ = 4;
  static final int COMPRESSION_LZ4 = 5;
  static final int COMPRESSION_ZSTD = 6;

  /** A metadata block: two bytes of header, and what decompresses to at most this. */
  static final int METADATA_BYTES = 8192;

  static final int METADATA_HEADER_BYTES = 2;
  static final int METADATA_UNCOMPRESSED = 1 << 15;

  /** Of the sizes of data and fragment blocks. */
  static final int BLOCK_UNCOMPRESSED = 1 << 24;

  /** Common to all inodes. */
  static final int I_TYPE = 0;

  static final int I_MODE = 2;
  static final int I_UID = 4;
  static final int I_GID = 6;
  static final int I_MTIME = 8;
  static final int I_COMMON_BYTES = 16;

  static final int TYPE_DIRECTORY = 1;
  static final int TYPE_FILE = 2;
  static final int TYPE_SYMLINK = 3;
  static final int TYPE_BLOCK_DEVICE = 4;
  static final int TYPE_CHARACTER_DEVICE = 5;
  static final int TYPE_FIFO = 6;
  static final int TYPE_SOCKET = 7;

  /** Added to the seven types for their extended forms. */
  static final int EXTENDED = 7;

  static final long NO_FRAGMENT = 0xFFFFFFFFL;
  static final long NO_XATTRS = 0xFFFFFFFFL;

  static final int DIRECTORY_HEADER_BYTES = 12;
  static final int DIRECTORY_ENTRY_BYTES = 8;
  static final int MAX_ENTRIES_OF_HEADER = 256;
  static final int MAX_NAME_BYTES = 256;

  /** A directory's size counts three bytes for its own and its parent's entry, not stored. */
  static final int DIRECTORY_EXTRA_BYTES = 3;

  static final int FRAGMENT_ENTRY_BYTES = 16;
  static final int ID_BYTES = 4;

  static final int XATTR_TABLE_HEADER_BYTES = 16;
  static final int XATTR_ID_BYTES = 16;
  static final int XATTR_OUT_OF_LINE = 1 << 8;

  private SquashfsLayout() {}
}
