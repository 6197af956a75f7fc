package io.intarsia.formats.filesystem;

/** The seven POSIX file types. The order is part of stored formats: append only. */
public enum FileType {
  FILE("file"),
  DIRECTORY("dir"),
  SYMLINK("symlink"),
  CHARACTER_DEVICE("char"),
  BLOCK_DEVICE("block"),
  FIFO("fifo"),
  SOCKET("socket");

  private final String label;

  FileType(String label) {
    this.label = label;
  }

  /** The name in listings and JSON. */
  public String label() {
    return label;
  }
}
