package io.intarsia.formats.image.mapped;

import io.intarsia.bytes.ByteSource;

/** Where a run of a disk lies. */
public sealed interface Mapping {

  /** Bytes of the run that are known, at least 1. */
  long length();

  /**
   * Bytes of a source.
   *
   * @param place where the run begins in the source; all of it lies there
   */
  record Stored(ByteSource source, long place, long length) implements Mapping {}

  /**
   * Bytes of one compressed block.
   *
   * @param place where the block lies, as {@link PackedBlocks#read} takes it
   */
  record Packed(PackedBlocks blocks, long place, long length) implements Mapping {}

  /** Zeros. */
  record Zero(long length) implements Mapping {}

  /** Not in this image: bytes of its parent, or zeros when it has none. */
  record Absent(long length) implements Mapping {}
}
