package io.intarsia.formats.filesystem.ntfs;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.PagedSource;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;

/** The clusters of a volume. */
final class Volume {
  private static final int MAX_CACHE_BYTES = 16 << 20;

  private final ByteSource source;
  private final ByteSource pages;
  private final BootSector boot;

  Volume(ByteSource source, BootSector boot) {
    this.source = source;
    this.pages = new PagedSource(source, MAX_CACHE_BYTES);
    this.boot = boot;
  }

  BootSector boot() {
    return boot;
  }

  int clusterSize() {
    return boot.clusterSize();
  }

  /** The bytes for the contents of files. */
  ByteSource source() {
    return source;
  }

  /** The same bytes, for many small reads. */
  ByteSource pages() {
    return pages;
  }

  /** Whether the clusters exist in the volume. */
  boolean holds(long cluster, long count) {
    return Ranges.fits(cluster, count, boot.clusters());
  }

  /** Whether the source goes as far as the volume's clusters. */
  boolean isWhole() {
    return boot.clusters() <= source.size() / clusterSize();
  }

  MalformedException malformed(String what) {
    return new MalformedException(source.description(), what);
  }

  UnsupportedException unsupported(String what) {
    return new UnsupportedException(source.description(), what);
  }
}
