package io.intarsia.formats.filesystem;

import java.util.Arrays;
import java.util.Comparator;

/**
 * An extended attribute.
 *
 * @param name full name as {@code getfattr} shows it ({@code security.capability}), in bytes
 * @param value may be empty; not to be changed
 */
public record Xattr(byte[] name, byte[] value) {
  /** In order of names, their bytes unsigned. */
  public static final Comparator<Xattr> BY_NAME =
      (a, b) -> Arrays.compareUnsigned(a.name(), b.name());
}
