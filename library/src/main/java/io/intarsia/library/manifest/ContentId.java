package io.intarsia.library.manifest;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.object.BodyReader;
import io.intarsia.store.object.BodyWriter;
import io.intarsia.store.object.ReferenceTable;
import io.intarsia.store.object.StoredObject;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes a file has. Equal bytes have equal ids (in stores of the same chunk size).
 *
 * @param fingerprint of the chunk or of the content object; null for the other kinds
 * @param sha256 of a chunk, in a store where that is not its fingerprint; null where it was not
 *     kept
 */
public record ContentId(
    Kind kind, @Nullable Fingerprint fingerprint, @Nullable Fingerprint sha256) {
  private static final int HASHED_CHUNK = 5;

  /** How a content is stored. The order is part of the format. */
  public enum Kind {
    /** The bytes could not be read as a content; the blocks hold them. */
    UNKNOWN,
    /** No bytes. */
    EMPTY,
    /** All bytes are one chunk. */
    CHUNK,
    /** A content object lists chunks and holes. */
    LIST
  }

  public static final ContentId UNKNOWN = new ContentId(Kind.UNKNOWN, null, null);
  public static final ContentId EMPTY = new ContentId(Kind.EMPTY, null, null);

  private static final Kind[] KINDS = Kind.values();

  public static ContentId ofChunk(Fingerprint chunk) {
    return ofChunk(chunk, null);
  }

  /**
   * @param sha256 of the chunk where its fingerprint is another, or null
   */
  public static ContentId ofChunk(Fingerprint chunk, @Nullable Fingerprint sha256) {
    return new ContentId(Kind.CHUNK, chunk, sha256);
  }

  public static ContentId ofList(Fingerprint object) {
    return new ContentId(Kind.LIST, object, null);
  }

  /** The fingerprint of a content that has one. */
  public Fingerprint requireFingerprint() {
    if (fingerprint == null) {
      throw new IllegalStateException("a content of kind " + kind + " has no fingerprint");
    }
    return fingerprint;
  }

  /** With the SHA-256 of a chunk where it was kept: for directories. */
  void writeHashed(BodyWriter body, ReferenceTable references) {
    if (sha256 == null) {
      write(body, references);
    } else {
      body.u8(HASHED_CHUNK).varint(references.chunk(requireFingerprint()));
      body.raw(sha256.toBytes(), 0, Fingerprint.LENGTH);
    }
  }

  /** Without it: for block maps. */
  void write(BodyWriter body, ReferenceTable references) {
    body.u8(kind.ordinal());
    if (kind == Kind.CHUNK) {
      body.varint(references.chunk(requireFingerprint()));
    } else if (kind == Kind.LIST) {
      body.varint(references.object(requireFingerprint()));
    }
  }

  static ContentId read(BodyReader body, StoredObject object) throws InvalidObjectException {
    return read(body.u8(), body, object);
  }

  /** Reads what follows the kind. */
  static ContentId read(int kind, BodyReader body, StoredObject object)
      throws InvalidObjectException {
    if (kind == HASHED_CHUNK) {
      Fingerprint chunk = References.chunk(body, object);
      return ofChunk(chunk, Fingerprint.read(body.raw(Fingerprint.LENGTH), 0));
    }
    if (kind >= KINDS.length) {
      throw new InvalidObjectException("content kind " + kind + " is not known");
    }
    return switch (KINDS[kind]) {
      case UNKNOWN -> UNKNOWN;
      case EMPTY -> EMPTY;
      case CHUNK -> ofChunk(References.chunk(body, object));
      case LIST -> ofList(References.object(body, object));
    };
  }
}
