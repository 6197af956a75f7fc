package io.intarsia.store.pack;

import io.intarsia.store.PackId;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Offsets, lengths and limits of docs/formats/pack.md, and the names of packs. */
public final class PackLayout {
  public static final int VERSION = 3;

  /** Kind of a pack of chunks. */
  public static final byte CHUNKS = 0;

  /** Kind of a pack of objects. */
  public static final byte OBJECTS = 1;

  /** Kind of a pack of chunks of which some frames need chunks of other packs to be read. */
  public static final byte DEPENDENT = 2;

  public static final int HEADER_LENGTH = 32;
  public static final int FOOTER_LENGTH = 48;

  /** The longest plain frame, in bytes. */
  public static final int MAX_FRAME = 64 << 20;

  /** The longest pack, in bytes. */
  public static final long MAX_PACK = 1L << 32;

  /** The longest plain table of contents, in bytes. */
  public static final int MAX_TOC = 256 << 20;

  /** Codec of a frame that is stored as it is. */
  public static final byte STORED = 0;

  /** Codec of a frame compressed with zstd. */
  public static final byte ZSTD = 1;

  /** Codec of a frame compressed with zstd after other chunks as a prefix. */
  public static final byte PREFIXED = 2;

  /** Prefix of the keys of all packs. */
  public static final String PREFIX = "packs/";

  static final String HEADER_MAGIC = "INTPACK\n";
  static final String FOOTER_MAGIC = "INTPEND\n";
  static final int HEADER_KIND = 10;
  static final int HEADER_SESSION = 16;
  static final int HEADER_CHECKSUM = 24;
  static final int FOOTER_TOC_OFFSET = 0;
  static final int FOOTER_TOC_STORED = 8;
  static final int FOOTER_TOC_PLAIN = 12;
  static final int FOOTER_TOC_CHECKSUM = 16;
  static final int FOOTER_FRAMES_CHECKSUM = 24;
  static final int FOOTER_CHECKSUM = 32;
  static final int FOOTER_MAGIC_AT = 40;

  /** Bytes of a frame in the table of contents, without the lengths of its chunks. */
  static final int TOC_FRAME_LENGTH = 21;

  private static final String SUFFIX = ".pack";
  private static final int KEY_LENGTH = PREFIX.length() + 3 + 24 + SUFFIX.length();

  private PackLayout() {}

  static boolean isKind(byte kind) {
    return kind == CHUNKS || kind == OBJECTS || kind == DEPENDENT;
  }

  /** The blob key of a pack. */
  public static String key(PackId id) {
    return directory(id) + id + SUFFIX;
  }

  /** What the blob key of a pack begins with, up to the last slash. */
  public static String directory(PackId id) {
    return PREFIX + id.toString().substring(0, 2) + "/";
  }

  /** The pack of a blob key; null if it is not the key of a pack. */
  public static @Nullable PackId id(String key) {
    if (key.length() != KEY_LENGTH || !key.startsWith(PREFIX) || !key.endsWith(SUFFIX)) {
      return null;
    }
    int at = PREFIX.length() + 3;
    try {
      long session = HexFormat.fromHexDigitsToLong(key, at, at + 16);
      PackId id = new PackId(session, HexFormat.fromHexDigits(key, at + 16, at + 24));
      return key(id).equals(key) ? id : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
