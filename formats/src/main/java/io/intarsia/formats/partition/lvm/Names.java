package io.intarsia.formats.partition.lvm;

/** Names of groups and volumes. */
final class Names {
  private static final int MAX_LENGTH = 127;

  private Names() {}

  /** Whether LVM allows the name: letters, digits and {@code + _ . -}, but not {@code ..}. */
  static boolean isValid(String name) {
    if (name.isEmpty() || name.length() > MAX_LENGTH || name.equals(".") || name.equals("..")) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean good =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "+_.-".indexOf(c) >= 0;
      if (!good) {
        return false;
      }
    }
    return true;
  }
}
