package io.intarsia.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of the tables {@code version} and {@code file_system}. */
final class Versions {
  private static final String SELECT =
      """
      SELECT v.image_id, v.number, v.manifest, v.created_millis, v.message, v.derived_image_id,
        v.derived_number, v.virtual_bytes, v.data_bytes, v.new_file_bytes, v.new_skeleton_bytes,
        v.metadata_bytes, v.stored_bytes, v.source_format, v.record_number,
        v.manifest_record_number, v.removed_millis, v.row_check
      FROM version v
      """;

  private static final String MESSAGE = "version.message";
  private static final String FORMAT = "version.source_format";
  private static final int SIZES = 6;

  private Versions() {}

  /** What stands in the columns of the sizes. */
  private static long[] columns(Database database, VersionSizes sizes) {
    return database.cipher().isPlain() ? numbers(sizes) : new long[SIZES];
  }

  private static long[] numbers(VersionSizes sizes) {
    return new long[] {
      sizes.virtualBytes(),
      sizes.dataBytes(),
      sizes.newFileBytes(),
      sizes.newSkeletonBytes(),
      sizes.metadataBytes(),
      sizes.storedBytes()
    };
  }

  private static Sealed format(Database database, Version version) {
    String format = version.sourceFormat();
    return Sealed.of(
        FORMAT,
        version.id(),
        database.cipher().isPlain()
            ? format
            : HiddenNumbers.join(format, numbers(version.sizes())));
  }

  static @Nullable Version find(Database database, VersionId id) throws CatalogException {
    List<Version> found =
        select(database, "WHERE v.image_id = ? AND v.number = ?", id.imageId(), id.number());
    return found.isEmpty() ? null : found.getFirst();
  }

  static List<Version> newestWithFileSystem(Database database, String uuid, long limit)
      throws CatalogException {
    return select(
        database,
        """
        WHERE (v.image_id, v.number) IN
          (SELECT f.image_id, f.number FROM file_system f WHERE f.uuid = ?)
          AND v.removed_millis IS NULL ORDER BY v.record_number DESC LIMIT ?\
        """,
        Sealed.lookUp(FileSystems.UUID, uuid),
        limit);
  }

  /**
   * @param rest what follows the table in the query, which is called {@code v}
   */
  static List<Version> select(Database database, String rest, @Nullable Object... parameters)
      throws CatalogException {
    List<Version> versions = new ArrayList<>();
    try (Rows rows = cursor(database, rest, parameters)) {
      while (rows.next()) {
        versions.add(read(rows));
      }
    }
    return versions;
  }

  static Rows cursor(Database database, String rest, @Nullable Object... parameters)
      throws CatalogException {
    return database.query(SELECT + rest, parameters);
  }

  /** Summed up here and not by the database, which takes an overflow for an error. */
  static CatalogTotals totals(Database database) throws CatalogException {
    long images = 0;
    long versions = 0;
    long virtualBytes = 0;
    long dataBytes = 0;
    long imageBefore = 0;
    try (Rows rows = cursor(database, "WHERE v.removed_millis IS NULL ORDER BY v.image_id")) {
      while (rows.next()) {
        Version version = read(rows);
        images += version.id().imageId() == imageBefore ? 0 : 1;
        imageBefore = version.id().imageId();
        versions++;
        virtualBytes = saturatedSum(virtualBytes, version.sizes().virtualBytes());
        dataBytes = saturatedSum(dataBytes, version.sizes().dataBytes());
      }
    }
    return new CatalogTotals(images, versions, virtualBytes, dataBytes);
  }

  private static long saturatedSum(long sum, long more) {
    return sum > Long.MAX_VALUE - more ? Long.MAX_VALUE : sum + more;
  }

  /** The version in the present row of a {@link #cursor}. */
  static Version read(Rows rows) throws CatalogException {
    Long derivedImage = rows.integerOrNull(6);
    Long derivedNumber = rows.integerOrNull(7);
    VersionId id = id(rows, rows.integer(1), rows.integer(2));
    String format = rows.sealed(14, Sealed.context(FORMAT, id));
    Version version =
        new Version(
            id,
            rows.fingerprint(3),
            rows.time(4),
            rows.sealedOrNull(5, Sealed.context(MESSAGE, id)),
            derivedImage == null || derivedNumber == null
                ? null
                : id(rows, derivedImage, derivedNumber),
            rows.hidesNumbers() ? sizes(rows, rows.hidden(format, SIZES)) : sizes(rows),
            rows.hidesNumbers() ? HiddenNumbers.text(format, SIZES) : format,
            rows.integer(15),
            rows.integer(16),
            rows.timeOrNull(17));
    rows.requireCheck(18, Line.version(version));
    return version;
  }

  private static VersionSizes sizes(Rows rows) throws CatalogException {
    long[] sizes = new long[SIZES];
    for (int i = 0; i < SIZES; i++) {
      sizes[i] = rows.integer(8 + i);
    }
    return sizes(rows, sizes);
  }

  private static VersionSizes sizes(Rows rows, long[] sizes) throws CatalogException {
    try {
      return new VersionSizes(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5]);
    } catch (IllegalArgumentException e) {
      throw rows.damaged("a size is negative");
    }
  }

  static VersionId id(Rows rows, long imageId, long number) throws CatalogException {
    try {
      return new VersionId(imageId, number);
    } catch (IllegalArgumentException e) {
      throw rows.damaged("an id or a number is below 1");
    }
  }

  static void insert(Database database, Version version) throws CatalogException {
    long[] sizes = columns(database, version.sizes());
    VersionId derived = version.derivedFrom();
    database.updateOne(
        "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        version.id().imageId(),
        version.id().number(),
        version.manifest(),
        version.created().toEpochMilli(),
        Sealed.of(MESSAGE, version.id(), version.message()),
        derived == null ? null : (Long) derived.imageId(),
        derived == null ? null : (Long) derived.number(),
        sizes[0],
        sizes[1],
        sizes[2],
        sizes[3],
        sizes[4],
        sizes[5],
        format(database, version),
        version.recordNumber(),
        version.manifestRecordNumber(),
        millis(version.removedAt()),
        database.check(Line.version(version)));
  }

  /** Writes what may change in a version: manifest, sizes, removal. */
  static void update(Database database, Version version) throws CatalogException {
    long[] sizes = columns(database, version.sizes());
    database.updateOne(
        """
        UPDATE version SET manifest = ?, virtual_bytes = ?, data_bytes = ?, new_file_bytes = ?,
          new_skeleton_bytes = ?, metadata_bytes = ?, stored_bytes = ?, source_format = ?,
          manifest_record_number = ?, removed_millis = ?, row_check = ?
        WHERE image_id = ? AND number = ?\
        """,
        version.manifest(),
        sizes[0],
        sizes[1],
        sizes[2],
        sizes[3],
        sizes[4],
        sizes[5],
        format(database, version),
        version.manifestRecordNumber(),
        millis(version.removedAt()),
        database.check(Line.version(version)),
        version.id().imageId(),
        version.id().number());
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }
}
