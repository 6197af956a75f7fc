package io.intarsia.library.checkin.plan;

/** What a system writes only for itself until it stops, and what a check-in may leave out. */
public enum Junk {
  /** Linux swap spaces and swap files; their first page, which names them, stays. */
  SWAP("swap"),
  /** Windows' {@code pagefile.sys} and {@code swapfile.sys}. */
  PAGEFILE("pagefile"),
  /** Windows' {@code hiberfil.sys}, and the memory image that Linux left in a swap space. */
  HIBERNATION("hibernation");

  private final String label;

  Junk(String label) {
    this.label = label;
  }

  /** The word for it in options and reports. */
  public String label() {
    return label;
  }
}
