package io.intarsia.catalog;

import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The canonical text of a row: table and fields, separated by tabs, null as {@code \N}. It is what
 * a dump hands out and what the row's checksum is over. Its form is fixed for ever by the checksums
 * that are stored.
 */
final class Line {
  private static final HexFormat HEX = HexFormat.of();
  private static final int SHORT_LENGTH = 400;

  private final StringBuilder text = new StringBuilder(160);

  private Line(String table) {
    text.append(table);
  }

  static Line applied(long lastRecord) {
    return new Line("applied").add(lastRecord);
  }

  static Line image(ImageRow row) {
    return new Line("image")
        .add(row.id())
        .add(row.name())
        .add(row.owner())
        .add(row.created())
        .add(row.locked() ? 1 : 0);
  }

  static Line chosenDefault(VersionId id) {
    return new Line("chosen_default").add(id);
  }

  static Line version(Version version) {
    VersionSizes sizes = version.sizes();
    return new Line("version")
        .add(version.id())
        .add(version.manifest())
        .add(version.created())
        .add(version.message())
        .add(version.derivedFrom())
        .add(sizes.virtualBytes())
        .add(sizes.dataBytes())
        .add(sizes.newFileBytes())
        .add(sizes.newSkeletonBytes())
        .add(sizes.metadataBytes())
        .add(sizes.storedBytes())
        .add(version.sourceFormat())
        .add(version.recordNumber())
        .add(version.manifestRecordNumber())
        .add(version.removedAt());
  }

  static Line fileSystem(VersionId id, VersionFileSystem fileSystem) {
    return new Line("file_system")
        .add(id)
        .add(fileSystem.disk())
        .add(fileSystem.partition())
        .add(fileSystem.type())
        .add(fileSystem.uuid())
        .add(fileSystem.files());
  }

  static Line digest(byte[] object, byte[] sha256) {
    return new Line("digest").add(object).add(sha256);
  }

  static Line record(long number, byte[] payload) {
    return new Line("record").add(number).add(payload);
  }

  /** For people: of a line that is long, such as that of a record, the beginning. */
  String shortened() {
    return shortened(text.toString());
  }

  static String shortened(String line) {
    return line.length() <= SHORT_LENGTH ? line : line.substring(0, SHORT_LENGTH) + "...";
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private Line add(long value) {
    text.append('\t').append(value);
    return this;
  }

  private Line add(byte[] value) {
    text.append('\t').append(HEX.formatHex(value));
    return this;
  }

  private Line add(@Nullable Instant value) {
    return value == null ? addNull() : add(value.toEpochMilli());
  }

  private Line add(@Nullable VersionId value) {
    return value == null ? addNull().addNull() : add(value.imageId()).add(value.number());
  }

  private Line add(@Nullable String value) {
    if (value == null) {
      return addNull();
    }
    text.append('\t');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\\' -> text.append("\\\\");
        default -> text.append(c);
      }
    }
    return this;
  }

  private Line addNull() {
    text.append("\t\\N");
    return this;
  }
}
