package io.intarsia.formats.partition.lvm;

import io.intarsia.bytes.ByteSource;

/**
 * A partition or disk that bears LVM's label.
 *
 * @param source its bytes
 * @param place where they begin in the address space in which the volumes' maps are given
 */
public record PhysicalVolume(ByteSource source, long place) {}
