package io.intarsia.store.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Magic;
import io.intarsia.store.frame.TwinCrc;
import java.io.IOException;
import java.util.List;

/**
 * A pack opened by its table of contents: for indexing, verifying and rewriting. Ordinary reads
 * need none of this, only a frame's place.
 *
 * @param id from the name
 * @param kind {@link PackLayout#CHUNKS}, {@link PackLayout#OBJECTS} or {@link PackLayout#DEPENDENT}
 * @param length of the file in bytes
 * @param frames in order
 */
public record PackFile(PackId id, byte kind, long length, List<PackFrame> frames) {
  /**
   * Reads and checks header, footer and table of contents; not the frames.
   *
   * @throws DamagedException if one of them is damaged
   */
  public static PackFile open(PackId id, Blob blob) throws IOException {
    String key = PackLayout.key(id);
    long length = blob.size();
    if (length < PackLayout.HEADER_LENGTH + PackLayout.FOOTER_LENGTH
        || length > PackLayout.MAX_PACK) {
      throw new DamagedException(key, "a pack cannot have " + length + " bytes");
    }
    byte kind = readHeader(id, key, blob);
    return new PackFile(id, kind, length, readFrames(key, kind, blob, length));
  }

  /** Where the frame of that number lies, its stored bytes beginning at {@code offset}. */
  public FrameId frameId(int number, long offset) {
    PackFrame frame = frames.get(number);
    return new FrameId(
        id, offset, frame.storedLength(), frame.plainLength(), frame.codec(), frame.checksum());
  }

  /** Chunks or objects in all frames. */
  public long chunkCount() {
    long count = 0;
    for (PackFrame frame : frames) {
      count += frame.chunkCount();
    }
    return count;
  }

  private static byte readHeader(PackId id, String key, Blob blob) throws IOException {
    byte[] header = new byte[PackLayout.HEADER_LENGTH];
    blob.read(0, header, 0, header.length);
    Magic.check(
        key, header, PackLayout.HEADER_MAGIC, PackLayout.VERSION, PackLayout.HEADER_CHECKSUM);
    byte kind = header[PackLayout.HEADER_KIND];
    if (!PackLayout.isKind(kind)) {
      throw new DamagedException(key, "a pack cannot be of kind " + kind);
    }
    if (LittleEndian.i64(header, PackLayout.HEADER_SESSION) != id.session()) {
      throw new DamagedException(key, "it is not the pack of its name");
    }
    return kind;
  }

  private static List<PackFrame> readFrames(String key, byte kind, Blob blob, long length)
      throws IOException {
    byte[] footer = new byte[PackLayout.FOOTER_LENGTH];
    blob.read(length - footer.length, footer, 0, footer.length);
    Magic.check(key, footer, PackLayout.FOOTER_MAGIC_AT, PackLayout.FOOTER_MAGIC);
    if (TwinCrc.of(footer, 0, PackLayout.FOOTER_CHECKSUM)
        != LittleEndian.i64(footer, PackLayout.FOOTER_CHECKSUM)) {
      throw new DamagedException(key, "the footer's checksum is wrong");
    }
    long tocOffset = LittleEndian.i64(footer, PackLayout.FOOTER_TOC_OFFSET);
    long tocLength = length - footer.length - tocOffset;
    if (tocOffset < PackLayout.HEADER_LENGTH
        || tocLength <= 0
        || tocLength > PackLayout.MAX_TOC
        || tocLength != LittleEndian.u32(footer, PackLayout.FOOTER_TOC_STORED)) {
      throw new DamagedException(key, "the table of contents is not where the footer says");
    }
    byte[] stored = new byte[(int) tocLength];
    blob.read(tocOffset, stored, 0, stored.length);
    if (TwinCrc.of(stored, 0, stored.length)
        != LittleEndian.i64(footer, PackLayout.FOOTER_TOC_CHECKSUM)) {
      throw new DamagedException(key, "the checksum of the table of contents is wrong");
    }
    List<PackFrame> frames =
        decode(key, kind, stored, LittleEndian.u32(footer, PackLayout.FOOTER_TOC_PLAIN));
    checkFrames(key, frames, tocOffset, footer);
    return frames;
  }

  private static List<PackFrame> decode(String key, byte kind, byte[] stored, long plainLength)
      throws StoreException {
    if (plainLength > PackLayout.MAX_TOC) {
      throw new DamagedException(key, "the table of contents is too long");
    }
    try {
      byte[] plain = Zstd.decompress(stored, (int) plainLength);
      if (plain.length != plainLength) {
        throw new DamagedException(key, "the table of contents has the wrong length");
      }
      return PackToc.decode(plain, kind);
    } catch (ZstdException | InvalidObjectException e) {
      throw new DamagedException(key, "table of contents: " + e.getMessage());
    }
  }

  private static void checkFrames(String key, List<PackFrame> frames, long tocOffset, byte[] footer)
      throws DamagedException {
    long end = PackLayout.HEADER_LENGTH;
    for (PackFrame frame : frames) {
      end += frame.storedLength();
    }
    if (end != tocOffset
        || PackWriter.checksumOfFrames(frames)
            != LittleEndian.i64(footer, PackLayout.FOOTER_FRAMES_CHECKSUM)) {
      throw new DamagedException(key, "the frames are not those of the footer");
    }
  }
}
