package io.intarsia.library.manifest;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.object.BodyReader;
import io.intarsia.store.object.BodyWriter;
import io.intarsia.store.object.ReferenceTable;
import io.intarsia.store.object.StoredObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A place of an image that is no partition, and what was found in it. */
public sealed interface PlaceEntry {
  int MAX_SEGMENTS = 1 << 16;
  int MAX_AREAS = 1 << 10;
  int MAX_PATH_BYTES = 1 << 20;

  /** Type by its signature or its reader, or null. */
  @Nullable String signature();

  /** Why it was not, or not wholly, understood; null when it was. */
  @Nullable String problem();

  /** Fingerprint of its {@link FileSystemManifest}, or null. */
  @Nullable Fingerprint fileSystem();

  /**
   * A logical volume.
   *
   * @param name {@code group/volume}
   * @param disk on which it begins
   * @param kind of its segments: {@code linear}
   * @param segments in order of its bytes; empty when it could not be read
   */
  record Volume(
      String name,
      int disk,
      String kind,
      String uuid,
      long length,
      List<Segment> segments,
      @Nullable String signature,
      @Nullable String problem,
      @Nullable Fingerprint fileSystem)
      implements PlaceEntry {
    public Volume {
      segments = List.copyOf(segments);
    }

    void write(BodyWriter body, ReferenceTable references) {
      Texts.write(body, name);
      body.varint(disk);
      Texts.write(body, kind);
      Texts.write(body, uuid);
      body.varint(length).varint(segments.size());
      for (Segment segment : segments) {
        body.varint(segment.length).varint(segment.stripeBytes).varint(segment.areas.size());
        for (Area area : segment.areas) {
          body.varint(area.disk).varint(area.offset);
        }
      }
      writeFound(this, body, references);
    }

    static Volume read(BodyReader body, StoredObject object) throws InvalidObjectException {
      return new Volume(
          Texts.read(body),
          body.varintInt(Integer.MAX_VALUE),
          Texts.read(body),
          Texts.read(body),
          body.varint(Long.MAX_VALUE),
          readSegments(body),
          Texts.readOptional(body),
          Texts.readOptional(body),
          References.optionalObject(body, object));
    }

    private static List<Segment> readSegments(BodyReader body) throws InvalidObjectException {
      int count = body.count(MAX_SEGMENTS, 3);
      List<Segment> segments = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        long length = body.varint(Long.MAX_VALUE);
        long stripeBytes = body.varint(Long.MAX_VALUE);
        int areaCount = body.count(MAX_AREAS, 2);
        List<Area> areas = new ArrayList<>(areaCount);
        for (int j = 0; j < areaCount; j++) {
          areas.add(new Area(body.varintInt(Integer.MAX_VALUE), body.varint(Long.MAX_VALUE)));
        }
        segments.add(new Segment(length, stripeBytes, areas));
      }
      return segments;
    }
  }

  /**
   * A part of a volume.
   *
   * @param length in bytes
   * @param stripeBytes bytes that lie in one area before the next area follows
   * @param areas where each stripe begins
   */
  record Segment(long length, long stripeBytes, List<Area> areas) {
    public Segment {
      areas = List.copyOf(areas);
    }
  }

  /** A place on a disk; the offset in bytes. */
  record Area(int disk, long offset) {}

  /**
   * A file that holds a file system.
   *
   * @param around name of the place whose file system has the file
   * @param disk on which that begins
   * @param path absolute, in bytes
   * @param length of the file in bytes
   */
  record InFile(
      String around,
      int disk,
      byte[] path,
      long length,
      @Nullable String signature,
      @Nullable String problem,
      @Nullable Fingerprint fileSystem)
      implements PlaceEntry {

    void write(BodyWriter body, ReferenceTable references) {
      Texts.write(body, around);
      body.varint(disk).bytes(path).varint(length);
      writeFound(this, body, references);
    }

    static InFile read(BodyReader body, StoredObject object) throws InvalidObjectException {
      return new InFile(
          Texts.read(body),
          body.varintInt(Integer.MAX_VALUE),
          body.bytes(MAX_PATH_BYTES),
          body.varint(Long.MAX_VALUE),
          Texts.readOptional(body),
          Texts.readOptional(body),
          References.optionalObject(body, object));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof InFile that
          && around.equals(that.around)
          && disk == that.disk
          && Arrays.equals(path, that.path)
          && length == that.length
          && Objects.equals(signature, that.signature)
          && Objects.equals(problem, that.problem)
          && Objects.equals(fileSystem, that.fileSystem);
    }

    @Override
    public int hashCode() {
      return 31 * around.hashCode() + Arrays.hashCode(path);
    }
  }

  private static void writeFound(PlaceEntry entry, BodyWriter body, ReferenceTable references) {
    Texts.writeOptional(body, entry.signature());
    Texts.writeOptional(body, entry.problem());
    References.writeOptional(body, references, entry.fileSystem());
  }
}
