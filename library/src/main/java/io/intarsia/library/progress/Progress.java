package io.intarsia.library.progress;

/** Told how long work goes on. Safe for use by several threads at once. */
public interface Progress {

  /**
   * A piece of work begins; pieces do not nest.
   *
   * @param what for people: {@code checking in}
   * @param totalBytes how much there is to do, -1 when unknown
   */
  void begin(String what, long totalBytes);

  void advance(long bytes);

  void end();

  /** Tells nobody. */
  static Progress none() {
    return new Progress() {
      @Override
      public void begin(String what, long totalBytes) {}

      @Override
      public void advance(long bytes) {}

      @Override
      public void end() {}
    };
  }
}
