package io.intarsia.store.pack;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.frame.Anchor;
import io.intarsia.store.object.BodyReader;
import io.intarsia.store.object.Varint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The table of contents of a pack, in plain form. */
public final class PackToc {
  private PackToc() {}

  /** The bytes of the table. */
  public static byte[] encode(List<PackFrame> frames, byte kind) {
    byte[] out = new byte[maxLength(frames)];
    LittleEndian.put32(out, 0, frames.size());
    int at = 4;
    for (PackFrame frame : frames) {
      LittleEndian.put32(out, at, frame.storedLength());
      LittleEndian.put32(out, at + 4, frame.plainLength());
      out[at + 8] = frame.codec();
      LittleEndian.put64(out, at + 9, frame.checksum());
      LittleEndian.put32(out, at + 17, frame.chunkCount());
      at += PackLayout.TOC_FRAME_LENGTH;
      for (int length : frame.chunkLengths()) {
        at = Varint.write(out, at, length);
      }
    }
    for (PackFrame frame : frames) {
      int length = frame.chunkCount() * Fingerprint.LENGTH;
      System.arraycopy(frame.fingerprints(), 0, out, at, length);
      at += length;
    }
    if (kind != PackLayout.OBJECTS) {
      at = writeAnchors(frames, out, at);
    }
    return Arrays.copyOf(out, at);
  }

  private static int writeAnchors(List<PackFrame> frames, byte[] out, int offset) {
    int at = offset;
    for (PackFrame frame : frames) {
      for (int chunk = 0; chunk < frame.chunkCount(); chunk++) {
        if (frame.chunkLengths()[chunk] >= Anchor.BLOCK) {
          LittleEndian.put64(out, at, frame.anchors()[chunk]);
          at += 8;
        }
      }
    }
    return at;
  }

  private static int maxLength(List<PackFrame> frames) {
    long length = 4;
    for (PackFrame frame : frames) {
      length += PackLayout.TOC_FRAME_LENGTH + frame.chunkCount() * (Fingerprint.LENGTH + 4L + 8);
    }
    return Math.toIntExact(length);
  }

  /**
   * The inverse of {@link #encode}. What it allocates is bounded by a small multiple of the length
   * of {@code plain}.
   *
   * @throws InvalidObjectException if the bytes are not a table of contents within the limits
   */
  public static List<PackFrame> decode(byte[] plain, byte kind) throws InvalidObjectException {
    BodyReader reader = new BodyReader(plain);
    int frameCount = reader.i32();
    if (frameCount < 0 || (long) frameCount * PackLayout.TOC_FRAME_LENGTH > reader.remaining()) {
      throw new InvalidObjectException(frameCount + " frames do not fit");
    }
    List<PackFrame> frames = new ArrayList<>(frameCount);
    for (int i = 0; i < frameCount; i++) {
      frames.add(readFrame(reader, kind));
    }
    for (PackFrame frame : frames) {
      byte[] fingerprints = frame.fingerprints();
      System.arraycopy(reader.raw(fingerprints.length), 0, fingerprints, 0, fingerprints.length);
    }
    if (kind != PackLayout.OBJECTS) {
      readAnchors(reader, frames);
    }
    reader.end();
    return frames;
  }

  private static void readAnchors(BodyReader reader, List<PackFrame> frames)
      throws InvalidObjectException {
    for (PackFrame frame : frames) {
      for (int chunk = 0; chunk < frame.chunkCount(); chunk++) {
        if (frame.chunkLengths()[chunk] >= Anchor.BLOCK) {
          frame.anchors()[chunk] = reader.i64();
        }
      }
    }
  }

  private static PackFrame readFrame(BodyReader reader, byte kind) throws InvalidObjectException {
    int stored = reader.i32();
    int plain = reader.i32();
    int codec = reader.u8();
    long checksum = reader.i64();
    int count = reader.i32();
    boolean lengths = plain > 0 && plain <= PackLayout.MAX_FRAME && stored > 0 && stored <= plain;
    boolean codecs =
        switch (codec) {
          case PackLayout.ZSTD -> kind != PackLayout.DEPENDENT;
          case PackLayout.STORED -> kind != PackLayout.DEPENDENT && stored == plain;
          case PackLayout.PREFIXED -> kind == PackLayout.DEPENDENT;
          default -> false;
        };
    // each chunk takes a byte for its length here and 32 for its fingerprint further on
    if (!lengths || !codecs || count <= 0 || count > reader.remaining() / 33) {
      throw new InvalidObjectException("a frame has impossible lengths, codec or count");
    }
    int[] chunkLengths = new int[count];
    int sum = 0;
    for (int i = 0; i < count; i++) {
      chunkLengths[i] = reader.varintInt(plain - sum);
      sum += chunkLengths[i];
    }
    if (sum != plain) {
      throw new InvalidObjectException("the chunks of a frame do not fill it");
    }
    byte[] fingerprints = new byte[count * Fingerprint.LENGTH];
    return new PackFrame(
        stored, plain, (byte) codec, checksum, chunkLengths, fingerprints, new long[count]);
  }
}
