package io.intarsia.cli;

/**
 * Ctrl-C and a polite kill: the command's thread is interrupted and gets a moment to remove its
 * temporary files on its way out. The JVM then ends with the status of the signal, 130 or 143.
 */
final class Interruption {
  private static final long GRACE_MILLIS = 3000;

  private static volatile boolean underWay;

  private Interruption() {}

  /** Lets signals interrupt this thread. */
  static void install() {
    Thread command = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(command), "interruption"));
  }

  /** Whether a signal has come. */
  static boolean isUnderWay() {
    return underWay;
  }

  private static void interrupt(Thread command) {
    underWay = true;
    command.interrupt();
    try {
      command.join(GRACE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
