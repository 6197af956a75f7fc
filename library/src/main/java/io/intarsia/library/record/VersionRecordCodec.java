package io.intarsia.library.record;

import io.intarsia.catalog.CatalogChange;
import io.intarsia.catalog.VersionFileSystem;
import io.intarsia.catalog.VersionId;
import io.intarsia.catalog.VersionSizes;
import io.intarsia.library.manifest.Texts;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.object.BodyReader;
import io.intarsia.store.object.BodyWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of version records, specified in docs/formats/record.md. */
public final class VersionRecordCodec {
  private static final int ADDED = 1;
  private static final int REPLACED = 2;
  private static final int REMOVED = 3;
  private static final int RENAMED = 4;
  private static final int DEFAULT_SET = 5;
  private static final int LOCKED = 6;
  private static final int MAX_FILE_SYSTEMS = 1 << 16;

  /** The rest is only in the sum: a record has a bounded size. */
  private static final int MAX_DROPPED = 1000;

  private static final long MAX_MILLIS = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private VersionRecordCodec() {}

  public static byte[] encode(VersionRecord entry) {
    BodyWriter body = new BodyWriter();
    switch (entry.change()) {
      case CatalogChange.VersionAdded added -> writeAdded(body.u8(ADDED), added);
      case CatalogChange.VersionReplaced replaced -> {
        writeId(body.u8(REPLACED), replaced.id());
        body.raw(replaced.manifest(), 0, Fingerprint.LENGTH);
        writeSizes(body, replaced.sizes());
        writeFileSystems(body, replaced.fileSystems());
      }
      case CatalogChange.VersionRemoved removed -> {
        writeId(body.u8(REMOVED), removed.id());
        body.varint(removed.at().toEpochMilli());
      }
      case CatalogChange.ImageRenamed renamed -> {
        body.u8(RENAMED).varint(renamed.imageId());
        Texts.write(body, renamed.newName());
      }
      case CatalogChange.DefaultSet set ->
          body.u8(DEFAULT_SET)
              .varint(set.imageId())
              .varint(set.number() == null ? 0 : set.number());
      case CatalogChange.ImageLocked locked ->
          body.u8(LOCKED).varint(locked.imageId()).u8(locked.locked() ? 1 : 0);
    }
    Texts.writeList(body, entry.leftOut());
    Texts.writeList(body, entry.notes());
    body.varint(entry.droppedBytes());
    writeDropped(body, entry.dropped());
    return body.toByteArray();
  }

  /**
   * Decodes a record.
   *
   * @throws InvalidObjectException when the bytes are none
   */
  public static VersionRecord decode(byte[] bytes) throws InvalidObjectException {
    try {
      BodyReader body = new BodyReader(bytes);
      int kind = body.u8();
      CatalogChange change =
          switch (kind) {
            case ADDED -> readAdded(body);
            case REPLACED ->
                new CatalogChange.VersionReplaced(
                    readId(body),
                    body.raw(Fingerprint.LENGTH),
                    readSizes(body),
                    readFileSystems(body));
            case REMOVED -> new CatalogChange.VersionRemoved(readId(body), readTime(body));
            case RENAMED ->
                new CatalogChange.ImageRenamed(body.varint(Long.MAX_VALUE), Texts.read(body));
            case DEFAULT_SET -> {
              long image = body.varint(Long.MAX_VALUE);
              long number = body.varint(Long.MAX_VALUE);
              yield new CatalogChange.DefaultSet(image, number == 0 ? null : number);
            }
            case LOCKED ->
                new CatalogChange.ImageLocked(body.varint(Long.MAX_VALUE), body.u8() != 0);
            default -> throw new InvalidObjectException("record kind " + kind + " is not known");
          };
      VersionRecord entry =
          new VersionRecord(
              change,
              Texts.readList(body),
              Texts.readList(body),
              body.varint(Long.MAX_VALUE),
              readDropped(body));
      body.end();
      return entry;
    } catch (IllegalArgumentException e) {
      throw new InvalidObjectException("a record is not sensible: " + e.getMessage());
    }
  }

  private static void writeDropped(BodyWriter body, List<Dropped> dropped) {
    int count = Math.min(dropped.size(), MAX_DROPPED);
    body.varint(count);
    for (Dropped each : dropped.subList(0, count)) {
      Texts.write(body, each.what());
      Texts.write(body, each.where());
      body.varint(each.bytes());
    }
  }

  private static List<Dropped> readDropped(BodyReader body) throws InvalidObjectException {
    int count = body.count(MAX_DROPPED, 3);
    List<Dropped> dropped = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      dropped.add(new Dropped(Texts.read(body), Texts.read(body), body.varint(Long.MAX_VALUE)));
    }
    return dropped;
  }

  private static void writeAdded(BodyWriter body, CatalogChange.VersionAdded added) {
    writeId(body, added.id());
    Texts.write(body, added.imageName());
    Texts.write(body, added.owner());
    body.raw(added.manifest(), 0, Fingerprint.LENGTH).varint(added.created().toEpochMilli());
    Texts.writeOptional(body, added.message());
    VersionId from = added.derivedFrom();
    body.u8(from == null ? 0 : 1);
    if (from != null) {
      writeId(body, from);
    }
    writeSizes(body, added.sizes());
    Texts.write(body, added.sourceFormat());
    writeFileSystems(body, added.fileSystems());
  }

  private static CatalogChange.VersionAdded readAdded(BodyReader body)
      throws InvalidObjectException {
    return new CatalogChange.VersionAdded(
        readId(body),
        Texts.read(body),
        Texts.read(body),
        body.raw(Fingerprint.LENGTH),
        readTime(body),
        Texts.readOptional(body),
        readOptionalId(body),
        readSizes(body),
        Texts.read(body),
        readFileSystems(body));
  }

  private static void writeId(BodyWriter body, VersionId id) {
    body.varint(id.imageId()).varint(id.number());
  }

  private static VersionId readId(BodyReader body) throws InvalidObjectException {
    return new VersionId(body.varint(Long.MAX_VALUE), body.varint(Long.MAX_VALUE));
  }

  private static @Nullable VersionId readOptionalId(BodyReader body) throws InvalidObjectException {
    return body.u8() == 0 ? null : readId(body);
  }

  private static Instant readTime(BodyReader body) throws InvalidObjectException {
    return Instant.ofEpochMilli(body.varint(MAX_MILLIS));
  }

  private static void writeSizes(BodyWriter body, VersionSizes sizes) {
    body.varint(sizes.virtualBytes()).varint(sizes.dataBytes());
    body.varint(sizes.newFileBytes()).varint(sizes.newSkeletonBytes());
    body.varint(sizes.metadataBytes()).varint(sizes.storedBytes());
  }

  private static VersionSizes readSizes(BodyReader body) throws InvalidObjectException {
    return new VersionSizes(
        body.varint(Long.MAX_VALUE),
        body.varint(Long.MAX_VALUE),
        body.varint(Long.MAX_VALUE),
        body.varint(Long.MAX_VALUE),
        body.varint(Long.MAX_VALUE),
        body.varint(Long.MAX_VALUE));
  }

  private static void writeFileSystems(BodyWriter body, List<VersionFileSystem> fileSystems) {
    body.varint(fileSystems.size());
    for (VersionFileSystem fs : fileSystems) {
      body.varint(fs.disk());
      Texts.write(body, fs.partition());
      Texts.write(body, fs.type());
      Texts.writeOptional(body, fs.uuid());
      body.varint(fs.files());
    }
  }

  private static List<VersionFileSystem> readFileSystems(BodyReader body)
      throws InvalidObjectException {
    int count = body.count(MAX_FILE_SYSTEMS, 5);
    List<VersionFileSystem> fileSystems = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      fileSystems.add(
          new VersionFileSystem(
              body.varintInt(Integer.MAX_VALUE),
              Texts.read(body),
              Texts.read(body),
              Texts.readOptional(body),
              body.varint(Long.MAX_VALUE)));
    }
    return fileSystems;
  }
}
