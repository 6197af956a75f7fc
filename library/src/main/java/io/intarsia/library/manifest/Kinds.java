package io.intarsia.library.manifest;

/** Kinds of objects, see docs/formats/manifests.md. Append only. */
final class Kinds {
  static final char IMAGE = 'I';
  static final char DISK = 'K';
  static final char BLOCK_MAP_NODE = 'M';
  static final char BLOCK_MAP_SEGMENT = 'B';
  static final char CONTENT = 'C';
  static final char CONTENT_PART = 'P';
  static final char FILE_SYSTEM = 'F';
  static final char DIRECTORY = 'D';
  static final char DIRECTORY_SPLIT = 'E';
  static final char HARD_LINKS = 'H';

  private Kinds() {}
}
