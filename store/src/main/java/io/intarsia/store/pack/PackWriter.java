package io.intarsia.store.pack;

import com.github.luben.zstd.Zstd;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.BlobWriter;
import io.intarsia.store.frame.Magic;
import io.intarsia.store.frame.TwinCrc;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes one pack. Not thread-safe. */
public final class PackWriter implements Closeable {
  private static final int TOC_LEVEL = 3;

  private final PackId id;
  private final byte kind;
  private final BlobWriter out;
  private final List<PackFrame> frames = new ArrayList<>();
  private int chunkCount;

  /**
   * @param kind {@link PackLayout#CHUNKS}, {@link PackLayout#OBJECTS} or {@link
   *     PackLayout#DEPENDENT}
   */
  public PackWriter(BlobStore blobs, PackId id, byte kind) throws IOException {
    this.id = id;
    this.kind = kind;
    this.out = blobs.create(PackLayout.key(id));
    byte[] header = header(id, kind);
    try {
      out.write(header, 0, header.length);
    } catch (IOException | RuntimeException | Error e) {
      try (out) {
        throw e;
      }
    }
  }

  public PackId id() {
    return id;
  }

  public byte kind() {
    return kind;
  }

  /** Bytes written so far. */
  public long length() {
    return out.length();
  }

  /** Chunks or objects appended so far. */
  public int chunkCount() {
    return chunkCount;
  }

  /**
   * Appends a frame.
   *
   * @param stored its {@link PackFrame#storedLength} bytes, from index 0
   * @return its offset in the pack
   */
  public long append(PackFrame frame, byte[] stored) throws IOException {
    long offset = out.length();
    out.write(stored, 0, frame.storedLength());
    frames.add(frame);
    chunkCount += frame.chunkCount();
    return offset;
  }

  /** Writes table of contents and footer and makes the pack durable. */
  public void seal() throws IOException {
    byte[] plain = PackToc.encode(frames, kind);
    byte[] toc = Zstd.compress(plain, TOC_LEVEL);
    byte[] footer = footer(out.length(), toc, plain.length);
    out.write(toc, 0, toc.length);
    out.write(footer, 0, footer.length);
    out.commit();
  }

  private byte[] footer(long tocOffset, byte[] toc, int tocPlainLength) {
    byte[] footer = new byte[PackLayout.FOOTER_LENGTH];
    LittleEndian.put64(footer, PackLayout.FOOTER_TOC_OFFSET, tocOffset);
    LittleEndian.put32(footer, PackLayout.FOOTER_TOC_STORED, toc.length);
    LittleEndian.put32(footer, PackLayout.FOOTER_TOC_PLAIN, tocPlainLength);
    LittleEndian.put64(footer, PackLayout.FOOTER_TOC_CHECKSUM, TwinCrc.of(toc, 0, toc.length));
    LittleEndian.put64(footer, PackLayout.FOOTER_FRAMES_CHECKSUM, checksumOfFrames(frames));
    LittleEndian.put64(
        footer, PackLayout.FOOTER_CHECKSUM, TwinCrc.of(footer, 0, PackLayout.FOOTER_CHECKSUM));
    Magic.put(footer, PackLayout.FOOTER_MAGIC_AT, PackLayout.FOOTER_MAGIC);
    return footer;
  }

  static long checksumOfFrames(List<PackFrame> frames) {
    TwinCrc sequence = new TwinCrc();
    byte[] checksum = new byte[8];
    for (PackFrame frame : frames) {
      LittleEndian.put64(checksum, 0, frame.checksum());
      sequence.update(checksum, 0, 8);
    }
    return sequence.value();
  }

  private static byte[] header(PackId id, byte kind) {
    byte[] header = new byte[PackLayout.HEADER_LENGTH];
    Magic.put(header, PackLayout.HEADER_MAGIC, PackLayout.VERSION);
    header[PackLayout.HEADER_KIND] = kind;
    LittleEndian.put64(header, PackLayout.HEADER_SESSION, id.session());
    LittleEndian.put64(
        header, PackLayout.HEADER_CHECKSUM, TwinCrc.of(header, 0, PackLayout.HEADER_CHECKSUM));
    return header;
  }

  /** Unless sealed, nothing of the pack remains. */
  @Override
  public void close() throws IOException {
    out.close();
  }
}
