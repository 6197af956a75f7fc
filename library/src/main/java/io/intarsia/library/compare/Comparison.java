package io.intarsia.library.compare;

import java.util.List;

/**
 * What differs between two versions.
 *
 * @param added paths that only the second has; a directory that is new stands with everything below
 *     it
 * @param removed paths that only the first has
 * @param modified paths that both have and that differ
 */
public record Comparison(List<byte[]> added, List<byte[]> removed, List<Modified> modified) {

  /**
   * A path that differs.
   *
   * @param path absolute, with the partition before it ({@code p3:/etc}) unless in the root file
   *     system
   * @param changed what differs: {@code type content target device mode owner mtime xattrs}
   */
  public record Modified(byte[] path, List<String> changed) {}
}
