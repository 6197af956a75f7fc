package io.intarsia.formats.filesystem.iso9660;

/** Offsets and values of ISO 9660 (ECMA-119), SUSP and Rock Ridge (IEEE P1282). */
final class IsoLayout {
  static final int BLOCK = 2048;

  // Volume descriptors
  static final int FIRST_DESCRIPTOR = 16;
  static final int MAX_DESCRIPTORS = 64;
  static final int VD_TYPE = 0;
  static final int VD_IDENTIFIER = 1;
  static final int TYPE_BOOT = 0;
  static final int TYPE_PRIMARY = 1;
  static final int TYPE_SUPPLEMENTARY = 2;
  static final int TYPE_TERMINATOR = 255;
  static final int VD_BOOT_SYSTEM = 7;
  static final int VD_BOOT_CATALOG = 71;
  static final int VD_VOLUME_ID = 40;
  static final int VOLUME_ID_BYTES = 32;
  static final int VD_SPACE_SIZE = 80;
  static final int VD_ESCAPES = 88;
  static final int VD_BLOCK_SIZE = 128;
  static final int VD_ROOT_RECORD = 156;
  static final int VD_CREATED = 813;
  static final int VD_MODIFIED = 830;
  static final int LONG_TIME_BYTES = 17;

  // Directory record
  static final int DR_LENGTH = 0;
  static final int DR_ATTRIBUTE_BLOCKS = 1;
  static final int DR_EXTENT = 2;
  static final int DR_SIZE = 10;
  static final int DR_TIME = 18;
  static final int DR_FLAGS = 25;
  static final int DR_UNIT_SIZE = 26;
  static final int DR_GAP_SIZE = 27;
  static final int DR_NAME_LENGTH = 32;
  static final int DR_NAME = 33;
  static final int MIN_RECORD = 34;

  static final int FLAG_DIRECTORY = 0x02;
  static final int FLAG_ASSOCIATED = 0x04;
  static final int FLAG_MULTI_EXTENT = 0x80;

  // System use entries: signature, length, version, data
  static final int SU_LENGTH = 2;
  static final int SU_DATA = 4;
  static final int MAX_CONTINUATIONS = 64;
  static final int MAX_NAME = 1023;
  static final int MAX_LINK_TARGET = 4096;

  // NM and SL
  static final int CONTINUES = 0x01;
  static final int CURRENT = 0x02;
  static final int PARENT = 0x04;
  static final int ROOT = 0x08;

  // TF
  static final int TIME_CREATED = 0x01;
  static final int TIME_MODIFIED = 0x02;
  static final int TIME_LONG_FORM = 0x80;
  static final int SHORT_TIME_BYTES = 7;

  private IsoLayout() {}

  /** The code of a two-letter signature. */
  static int code(char first, char second) {
    return (first << 8) | second;
  }
}
