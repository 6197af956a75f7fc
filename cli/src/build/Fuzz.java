import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs one fuzz test until it has used so much processor time, whatever else the machine does:
 * Jazzer itself can only be told a time by the clock.
 *
 * <p>{@code Fuzz SECONDS CLASS#METHOD}; prints how it ended and kills itself at the end of the time.
 */
final class Fuzz {
  private static final long NANOS = 1_000_000_000;

  private Fuzz() {}

  public static void main(String[] arguments) {
    long seconds = Long.parseLong(arguments[0]);
    Thread watch = new Thread(() -> stopAfter(seconds, arguments[1]));
    watch.setDaemon(true);
    watch.start();
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectMethod(method(arguments[1])))
                .build(),
            summary);
    summary.getSummary().printFailuresTo(new PrintWriter(System.out, true), 40);
    System.out.println(arguments[1] + ": ended after " + cpuSeconds() + " s of processor time");
    System.exit(1);
  }

  /** With the types of its parameters, as JUnit wants it. */
  private static String method(String name) {
    try {
      for (var method : Class.forName(name.substring(0, name.indexOf('#'))).getDeclaredMethods()) {
        if (method.getName().equals(name.substring(name.indexOf('#') + 1))) {
          return name + "(" + method.getParameterTypes()[0].getTypeName() + ")";
        }
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(name, e);
    }
    throw new IllegalArgumentException(name);
  }

  private static void stopAfter(long seconds, String name) {
    try {
      while (cpuSeconds() < seconds) {
        Thread.sleep(1000);
      }
      System.out.println(name + ": nothing found in " + cpuSeconds() + " s of processor time");
      // Any other end would pass for a finding: libFuzzer watches exits and signals.
      String self = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-KILL", self).start().waitFor();
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long cpuSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / NANOS;
  }
}
