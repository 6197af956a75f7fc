package io.intarsia.formats.image;

import java.util.Arrays;

/**
 * A small file that came with a disk image and says what the disk does not, such as the descriptor
 * of an appliance.
 *
 * @param name its name in the container, without a directory
 * @param bytes its content, at most {@link #MAX_BYTES}
 */
public record Attachment(String name, byte[] bytes) {
  /** Largest size of an attachment. */
  public static final int MAX_BYTES = 1 << 20;

  @Override
  public boolean equals(Object other) {
    return other instanceof Attachment that
        && name.equals(that.name)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return name + " (" + bytes.length + " bytes)";
  }
}
