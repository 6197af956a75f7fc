package io.intarsia.formats.image.qcow2;

import io.intarsia.bytes.BigEndian;
import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A header that was checked: every later computation with its fields stays in bounds.
 *
 * @param version 2 or 3
 * @param clusterBits 9 to 21
 * @param virtualSize bytes of the disk, covered by the L1 table
 * @param l1Offset the L1 table in the file, aligned to clusters and inside the file
 * @param snapshots number of internal snapshots
 * @param incompatible incompatible feature bits, all known
 * @param compressionType 0 zlib, 1 zstd
 * @param backingName name of the backing file, null when there is none
 */
record Qcow2Header(
    int version,
    int clusterBits,
    long virtualSize,
    long l1Offset,
    long snapshots,
    long incompatible,
    int compressionType,
    @Nullable String backingName,
    Qcow2Extensions extensions) {
  static final int COMPRESSION_ZLIB = 0;
  static final int COMPRESSION_ZSTD = 1;

  int clusterSize() {
    return 1 << clusterBits;
  }

  boolean has(long feature) {
    return (incompatible & feature) != 0;
  }

  /** log2 of the number of entries of an L2 table. */
  int l2Bits() {
    return clusterBits - (has(Qcow2Layout.FEATURE_EXTENDED_L2) ? 4 : 3);
  }

  /**
   * Reads and checks the header.
   *
   * @throws MalformedException when a field contradicts the specification or leaves the file
   * @throws UnsupportedException for encryption, unknown versions and unknown incompatible features
   */
  static Qcow2Header parse(ByteSource file) throws IOException {
    return new Parser(file).parse();
  }

  private static final class Parser {
    private final ByteSource file;
    private final String where;
    private byte[] head = {};
    private int clusterBits;

    Parser(ByteSource file) {
      this.file = file;
      this.where = file.description();
    }

    Qcow2Header parse() throws IOException {
      require(file.size() >= Qcow2Layout.V2_HEADER_BYTES, "the header is cut short");
      byte[] fixed = file.read(0, Qcow2Layout.V2_HEADER_BYTES);
      require(BigEndian.i32(fixed, 0) == Qcow2Layout.MAGIC, "it is not a qcow2 file");
      long version = BigEndian.u32(fixed, Qcow2Layout.VERSION_OFFSET);
      if (version != 2 && version != 3) {
        throw new UnsupportedException(where, "qcow2 version " + version + " is not supported");
      }
      long bits = BigEndian.u32(fixed, Qcow2Layout.CLUSTER_BITS_OFFSET);
      require(
          bits >= Qcow2Layout.MIN_CLUSTER_BITS && bits <= Qcow2Layout.MAX_CLUSTER_BITS,
          "the cluster size is impossible");
      clusterBits = (int) bits;
      head = file.read(0, (int) Math.min(1L << clusterBits, file.size()));
      return version == 2 ? v2() : v3();
    }

    private Qcow2Header v2() throws IOException {
      Qcow2Extensions extensions = extensions(Qcow2Layout.V2_HEADER_BYTES);
      return header(2, 0, Qcow2Header.COMPRESSION_ZLIB, extensions);
    }

    private Qcow2Header v3() throws IOException {
      require(head.length >= Qcow2Layout.V3_MIN_HEADER_BYTES, "the header is cut short");
      long length = BigEndian.u32(head, Qcow2Layout.HEADER_LENGTH_OFFSET);
      require(
          length >= Qcow2Layout.V3_MIN_HEADER_BYTES && length <= head.length && length % 8 == 0,
          "the header length is impossible");
      require(
          BigEndian.u32(head, Qcow2Layout.REFCOUNT_ORDER_OFFSET) <= 6, "refcounts are too wide");
      long incompatible = BigEndian.i64(head, Qcow2Layout.INCOMPATIBLE_OFFSET);
      Qcow2Extensions extensions = extensions((int) length);
      refuseUnknown(incompatible, extensions);
      int compression =
          length > Qcow2Layout.COMPRESSION_TYPE_OFFSET
              ? head[Qcow2Layout.COMPRESSION_TYPE_OFFSET] & 0xFF
              : Qcow2Header.COMPRESSION_ZLIB;
      checkCompression(compression, incompatible);
      require(
          (incompatible & Qcow2Layout.FEATURE_EXTENDED_L2) == 0
              || clusterBits >= Qcow2Layout.MIN_EXTENDED_CLUSTER_BITS,
          "its clusters are too small for subclusters");
      return header(3, incompatible, compression, extensions);
    }

    private void refuseUnknown(long incompatible, Qcow2Extensions extensions)
        throws UnsupportedException {
      long unknown = incompatible >>> Qcow2Layout.KNOWN_FEATURES;
      if (unknown != 0) {
        int bit = Qcow2Layout.KNOWN_FEATURES + Long.numberOfTrailingZeros(unknown);
        throw new UnsupportedException(
            where,
            "the incompatible feature "
                + extensions.nameOfIncompatible(bit)
                + " of qcow2 is not supported");
      }
    }

    private void checkCompression(int type, long incompatible) throws IOException {
      require(
          type == Qcow2Header.COMPRESSION_ZLIB
              || (incompatible & Qcow2Layout.FEATURE_COMPRESSION_TYPE) != 0,
          "the compression type is stated without its feature bit");
      if (type > Qcow2Header.COMPRESSION_ZSTD) {
        throw new UnsupportedException(where, "compression type " + type + " is not supported");
      }
    }

    private Qcow2Extensions extensions(int headerLength) throws MalformedException {
      long name = BigEndian.i64(head, Qcow2Layout.BACKING_NAME_OFFSET);
      int end = name > headerLength && name < head.length ? (int) name : head.length;
      return Qcow2Extensions.parse(where, head, headerLength, end);
    }

    private Qcow2Header header(
        int version, long incompatible, int compression, Qcow2Extensions extensions)
        throws IOException {
      refuseEncryption();
      Qcow2Header header =
          new Qcow2Header(
              version,
              clusterBits,
              BigEndian.i64(head, Qcow2Layout.SIZE_OFFSET),
              BigEndian.i64(head, Qcow2Layout.L1_TABLE_OFFSET),
              BigEndian.u32(head, Qcow2Layout.SNAPSHOTS_OFFSET),
              incompatible,
              compression,
              backingName(),
              extensions);
      checkL1(header);
      return header;
    }

    private void refuseEncryption() throws UnsupportedException {
      long method = BigEndian.u32(head, Qcow2Layout.ENCRYPTION_OFFSET);
      if (method != 0) {
        String name = method == 1 ? "AES" : method == 2 ? "LUKS" : "method " + method;
        throw new UnsupportedException(where, "it is encrypted (" + name + ")");
      }
    }

    private @Nullable String backingName() throws MalformedException {
      long offset = BigEndian.i64(head, Qcow2Layout.BACKING_NAME_OFFSET);
      long length = BigEndian.u32(head, Qcow2Layout.BACKING_LENGTH_OFFSET);
      if (offset == 0) {
        return null;
      }
      require(
          length <= Qcow2Layout.MAX_BACKING_NAME_BYTES && Ranges.fits(offset, length, head.length),
          "the name of the backing file lies outside the first cluster");
      return length == 0 ? null : Qcow2Extensions.text(head, (int) offset, (int) length);
    }

    private void checkL1(Qcow2Header header) throws MalformedException {
      long entries = BigEndian.u32(head, Qcow2Layout.L1_ENTRIES_OFFSET);
      long bytes = entries * Qcow2Layout.ENTRY_BYTES;
      require(bytes <= Qcow2Layout.MAX_L1_BYTES, "the L1 table is too large");
      require(
          (header.l1Offset() & (header.clusterSize() - 1)) == 0
              && Ranges.fits(header.l1Offset(), bytes, file.size()),
          "the L1 table lies outside the file or is not aligned");
      int shift = header.clusterBits() + header.l2Bits();
      long size = header.virtualSize();
      require(size >= 0, "the virtual size is impossible");
      long needed = (size >>> shift) + ((size & ((1L << shift) - 1)) == 0 ? 0 : 1);
      require(needed <= entries, "the L1 table is too small for the virtual size");
    }

    private void require(boolean holds, String otherwise) throws MalformedException {
      if (!holds) {
        throw new MalformedException(where, otherwise);
      }
    }
  }
}
