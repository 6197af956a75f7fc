package io.intarsia.formats.partition.lvm;

import io.intarsia.formats.partition.VolumeMap;
import org.jspecify.annotations.Nullable;

/**
 * A logical volume.
 *
 * @param name {@code group/volume}
 * @param uuid with dashes, as LVM writes it
 * @param kind of its segments, joined by {@code +} if several: {@code linear}, {@code striped},
 *     {@code thin}
 * @param length in bytes
 * @param map where its bytes lie; null when they cannot be read
 * @param problem why they cannot; null when they can
 */
public record LogicalVolume(
    String name,
    String uuid,
    String kind,
    long length,
    @Nullable VolumeMap map,
    @Nullable String problem) {
  /** The same under another name. */
  public LogicalVolume named(String other) {
    return new LogicalVolume(other, uuid, kind, length, map, problem);
  }
}
