package io.intarsia.catalog;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A text that stands sealed in a column.
 *
 * @param context as {@link CatalogCipher#seal} has it
 */
record Sealed(String context, @Nullable String value) {
  /** A text by which rows are found: sealed alike in every row. */
  static Sealed lookUp(String column, @Nullable String value) {
    return new Sealed(column, value);
  }

  /** A text of the row of an image. */
  static Sealed of(String column, long imageId, @Nullable String value) {
    return new Sealed(context(column, imageId), value);
  }

  /** A text of a row of a version. */
  static Sealed of(String column, VersionId id, @Nullable String value) {
    return new Sealed(context(column, id), value);
  }

  /** Bytes as they are, or their digits sealed. */
  static Object bytes(CatalogCipher cipher, String context, byte[] value) {
    return cipher.isPlain() ? value : new Sealed(context, HexFormat.of().formatHex(value));
  }

  static String context(String column, long imageId) {
    return column + "/" + imageId;
  }

  static String context(String column, VersionId id) {
    return column + "/" + id.imageId() + "/" + id.number();
  }
}
