package io.intarsia.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version as the catalog knows it. A removed version stays, with {@link #removedAt} set.
 *
 * @param id image and number
 * @param manifest fingerprint of the image manifest, 32 bytes; not to be changed
 * @param created time of the check-in, in whole milliseconds
 * @param message what the user said at check-in, or null
 * @param derivedFrom the version that this one was made from, perhaps of another image and perhaps
 *     removed by now, or null
 * @param sizes what the check-in measured
 * @param sourceFormat format of the file that was checked in, such as {@code qcow2}
 * @param recordNumber number of the record that added the version
 * @param manifestRecordNumber number of the record that the manifest comes from: the same, or the
 *     last one that replaced it
 * @param removedAt when the version was removed, or null while it is present
 */
public record Version(
    VersionId id,
    byte[] manifest,
    Instant created,
    @Nullable String message,
    @Nullable VersionId derivedFrom,
    VersionSizes sizes,
    String sourceFormat,
    long recordNumber,
    long manifestRecordNumber,
    @Nullable Instant removedAt) {

  public boolean present() {
    return removedAt == null;
  }
}
