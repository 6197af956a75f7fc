package io.intarsia.store.object;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * An object: what it references, a body in the encoding of its kind, and attributes. Specified in
 * docs/formats/object.md. The arrays are not copied: whoever has them leaves them unchanged.
 *
 * @param kind which kind, an ASCII letter
 * @param objectRefs objects that this one references, each once, in order of first use
 * @param chunkRefs chunks that it references, each once, in order of first use
 * @param body the kind's own encoding; names references by their number in the lists
 * @param attributes what follows from the identity and is costly to compute again; not part of the
 *     fingerprint
 */
public record StoredObject(
    byte kind,
    List<Fingerprint> objectRefs,
    List<Fingerprint> chunkRefs,
    byte[] body,
    byte[] attributes) {
  /** The longest encoded object, in bytes. */
  public static final int MAX_LENGTH = 64 << 20;

  /** The most references of both kinds together. */
  public static final int MAX_REFERENCES = 1_000_000;

  /** The longest chain of references from a root. */
  public static final int MAX_DEPTH = 16_384;

  private static final byte[] NONE = new byte[0];

  public StoredObject {
    objectRefs = List.copyOf(objectRefs);
    chunkRefs = List.copyOf(chunkRefs);
    if (objectRefs.size() + chunkRefs.size() > MAX_REFERENCES) {
      throw new IllegalArgumentException("more than " + MAX_REFERENCES + " references");
    }
  }

  /** An object without attributes, with the references that a table has collected. */
  public static StoredObject of(char kind, ReferenceTable references, byte[] body) {
    return new StoredObject((byte) kind, references.objects(), references.chunks(), body, NONE);
  }

  /** The same object with these attributes. */
  public StoredObject withAttributes(byte[] newAttributes) {
    return new StoredObject(kind, objectRefs, chunkRefs, body, newAttributes);
  }

  /** The name of this object; hashes the identity each time. */
  public Fingerprint fingerprint() {
    byte[] encoded = encode();
    return Fingerprint.ofObject(encoded, 0, encoded.length - attributes.length);
  }

  /**
   * All bytes: identity, then attributes.
   *
   * @throws IllegalStateException if they would be more than {@link #MAX_LENGTH}
   */
  public byte[] encode() {
    long length =
        4L
            + Varint.length(objectRefs.size())
            + Varint.length(chunkRefs.size())
            + (long) Fingerprint.LENGTH * (objectRefs.size() + chunkRefs.size())
            + Varint.length(body.length)
            + body.length
            + attributes.length;
    if (length > MAX_LENGTH) {
      throw new IllegalStateException("an object of " + length + " bytes is too long");
    }
    byte[] out = new byte[(int) length];
    out[0] = 'I';
    out[1] = 'O';
    out[2] = 'B';
    out[3] = kind;
    int at = Varint.write(out, 4, objectRefs.size());
    at = Varint.write(out, at, chunkRefs.size());
    at = write(objectRefs, out, at);
    at = write(chunkRefs, out, at);
    at = Varint.write(out, at, body.length);
    System.arraycopy(body, 0, out, at, body.length);
    System.arraycopy(attributes, 0, out, at + body.length, attributes.length);
    return out;
  }

  /** Length of the identity in an encoded object of which this is the decoded form. */
  public int identityLength(byte[] encoded) {
    return encoded.length - attributes.length;
  }

  /**
   * The inverse of {@link #encode}.
   *
   * @throws InvalidObjectException if the bytes are not an object within the limits
   */
  public static StoredObject decode(byte[] encoded) throws InvalidObjectException {
    if (encoded.length > MAX_LENGTH) {
      throw new InvalidObjectException("it has " + encoded.length + " bytes");
    }
    BodyReader reader = new BodyReader(encoded);
    if (reader.u8() != 'I' || reader.u8() != 'O' || reader.u8() != 'B') {
      throw new InvalidObjectException("it does not begin with the magic IOB");
    }
    byte kind = (byte) reader.u8();
    int objects = reader.varintInt(MAX_REFERENCES);
    int chunks = reader.varintInt(MAX_REFERENCES - objects);
    List<Fingerprint> objectRefs = read(reader, encoded, objects);
    List<Fingerprint> chunkRefs = read(reader, encoded, chunks);
    byte[] body = reader.bytes(MAX_LENGTH);
    byte[] attributes = reader.raw(reader.remaining());
    return new StoredObject(kind, objectRefs, chunkRefs, body, attributes);
  }

  private static int write(List<Fingerprint> references, byte[] out, int offset) {
    int at = offset;
    for (Fingerprint reference : references) {
      reference.write(out, at);
      at += Fingerprint.LENGTH;
    }
    return at;
  }

  private static List<Fingerprint> read(BodyReader reader, byte[] encoded, int count)
      throws InvalidObjectException {
    int start = reader.position();
    reader.skip((long) count * Fingerprint.LENGTH);
    List<Fingerprint> references = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      references.add(Fingerprint.read(encoded, start + i * Fingerprint.LENGTH));
    }
    return Collections.unmodifiableList(references);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredObject that
        && kind == that.kind
        && objectRefs.equals(that.objectRefs)
        && chunkRefs.equals(that.chunkRefs)
        && Arrays.equals(body, that.body)
        && Arrays.equals(attributes, that.attributes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(body) * 31 + objectRefs.hashCode() * 17 + chunkRefs.hashCode();
  }
}
