package io.intarsia.formats.filesystem.xfs;

/**
 * Offsets and flags of the log. Record headers and the headers of operations are big-endian; what
 * operations hold is in the byte order of the machine that wrote it.
 */
final class LogLayout {
  private LogLayout() {}

  static final int RECORD_MAGIC = 0xFEEDBABE;

  // struct xlog_rec_header
  static final int H_CYCLE = 4;
  static final int H_VERSION = 8;
  static final int H_LEN = 12;
  static final int H_LSN = 16;
  static final int H_TAIL_LSN = 24;
  static final int H_CRC = 32;
  static final int H_NUM_LOGOPS = 40;
  static final int H_CYCLE_DATA = 44;
  static final int H_FMT = 300;
  static final int H_FS_UUID = 304;
  static final int H_SIZE = 320;
  static final int H_END = 328;

  static final int VERSION_2 = 2;
  static final int FMT_LINUX_LE = 1;

  /** Bytes of a record's body whose first words one header block has room for. */
  static final int HEADER_CYCLE_SIZE = 32 << 10;

  static final int CYCLES_PER_HEADER = 64;
  static final int EXTENDED_CYCLE_DATA = 4;

  static final int MAX_RECORD_SIZE = 256 << 10;

  /** Records that may have been on their way to the disk at once, of the largest size. */
  static final int MAX_IN_FLIGHT_BLOCKS = 8 * MAX_RECORD_SIZE / XfsLayout.BASIC_BLOCK;

  /** The largest log is 2 GiB. */
  static final long MAX_LOG_BLOCKS = 1L << 22;

  // struct xlog_op_header
  static final int OP_HEADER_SIZE = 12;
  static final int OP_LEN = 4;
  static final int OP_FLAGS = 9;

  static final int OP_START = 0x01;
  static final int OP_COMMIT = 0x02;
  static final int OP_CONTINUE = 0x04;
  static final int OP_WAS_CONTINUED = 0x08;
  static final int OP_UNMOUNT = 0x20;
}
