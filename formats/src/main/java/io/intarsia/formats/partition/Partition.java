package io.intarsia.formats.partition;

import org.jspecify.annotations.Nullable;

/**
 * One partition. The range lies inside the disk (what the table claims beyond is cut off and
 * reported).
 *
 * @param number as the kernel numbers it, from 1; 0 stands for the whole of a disk without a table
 * @param offset first byte on the disk
 * @param length in bytes, positive
 * @param type MBR: {@code 0x83}; GPT: the type GUID in lower case; whole disk: {@code disk}
 * @param uuid GPT: the partition's unique GUID in lower case; MBR: {@code null}
 * @param label GPT: the partition's name, may be empty; MBR: {@code null}
 */
public record Partition(
    int number,
    long offset,
    long length,
    String type,
    @Nullable String uuid,
    @Nullable String label) {

  /** The name by which paths and {@code show} call it: {@code p1}. */
  public String name() {
    return "p" + number;
  }
}
