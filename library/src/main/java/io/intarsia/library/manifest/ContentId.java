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
 */
public record ContentId(Kind kind, @Nullable Fingerprint fingerprint) {

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

  public static final ContentId UNKNOWN = new ContentId(Kind.UNKNOWN, null);
  public static final ContentId EMPTY = new ContentId(Kind.EMPTY, null);

  private static final Kind[] KINDS = Kind.values();

  public static ContentId ofChunk(Fingerprint chunk) {
    return new ContentId(Kind.CHUNK, chunk);
  }

  public static ContentId ofList(Fingerprint object) {
    return new ContentId(Kind.LIST, object);
  }

  /** The fingerprint of a content that has one. */
  public Fingerprint requireFingerprint() {
    if (fingerprint == null) {
      throw new IllegalStateException("a content of kind " + kind + " has no fingerprint");
    }
    return fingerprint;
  }

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
