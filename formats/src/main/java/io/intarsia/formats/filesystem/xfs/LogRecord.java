package io.intarsia.formats.filesystem.xfs;

import static io.intarsia.formats.filesystem.xfs.LogLayout.*;
import static io.intarsia.formats.filesystem.xfs.XfsLayout.*;

import io.intarsia.bytes.BigEndian;
import io.intarsia.formats.MalformedException;
import java.io.IOException;

/**
 * A record of the log by its header.
 *
 * @param block where it begins in the ring
 * @param headerBlocks blocks before its body
 * @param bodyBlocks blocks of its body
 * @param length bytes of its body
 * @param operations number of operations in its body
 * @param lsn its own log sequence number: cycle and block
 * @param tail the log sequence number of the oldest record that was needed when it was written
 * @param header its first block
 */
record LogRecord(
    int block,
    int headerBlocks,
    int bodyBlocks,
    int length,
    long operations,
    long lsn,
    long tail,
    byte[] header) {

  static LogRecord read(LogRing ring, int block, byte[] uuid) throws IOException {
    byte[] header = ring.read(block, 1);
    long length = BigEndian.u32(header, H_LEN);
    long size = BigEndian.u32(header, H_SIZE);
    boolean two = (BigEndian.i32(header, H_VERSION) & VERSION_2) != 0;
    boolean sensible =
        BigEndian.i32(header, 0) == RECORD_MAGIC
            && length > 0
            && length <= MAX_RECORD_SIZE
            && (!two || size <= MAX_RECORD_SIZE);
    int headers = two ? Math.max(1, Math.ceilDiv((int) size, HEADER_CYCLE_SIZE)) : 1;
    int body = Math.ceilDiv((int) length, BASIC_BLOCK);
    if (!sensible || headers + body > ring.blocks()) {
      throw new MalformedException(ring.description(), "bad record at block " + block);
    }
    for (int i = 0; i < UUID_LENGTH; i++) {
      if (header[H_FS_UUID + i] != uuid[i]) {
        throw new MalformedException(ring.description(), "record of another file system");
      }
    }
    return new LogRecord(
        block,
        headers,
        body,
        (int) length,
        BigEndian.u32(header, H_NUM_LOGOPS),
        BigEndian.i64(header, H_LSN),
        BigEndian.i64(header, H_TAIL_LSN),
        header);
  }

  /** Blocks in all. */
  int blocks() {
    return headerBlocks + bodyBlocks;
  }

  /** Whether it says nothing but that the file system was unmounted. */
  boolean isUnmount(LogRing ring) throws IOException {
    byte[] body = ring.read(ring.after(block, headerBlocks), 1);
    return operations == 1 && (body[OP_FLAGS] & OP_UNMOUNT) != 0;
  }
}
