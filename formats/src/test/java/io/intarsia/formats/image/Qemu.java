package io.intarsia.formats.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.bytes.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** QEMU's tools, the reference for images; and random disks to try. */
public final class Qemu {
  private Qemu() {}

  /** Runs {@code qemu-img}, which must succeed; returns what it printed. */
  public static String img(String... arguments) throws IOException {
    return run("qemu-img", arguments);
  }

  /**
   * Runs commands of {@code qemu-io} on an image. Single ones may fail: QEMU refuses compressed
   * writes over data.
   */
  public static void io(Path image, String format, List<String> commands) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-f", format));
    for (String command : commands) {
      arguments.add("-c");
      arguments.add(command);
    }
    arguments.add(image.toString());
    finished("qemu-io", arguments.toArray(String[]::new));
  }

  /** Whether {@code qemu-img check} finds neither damage nor leaks. */
  public static boolean isSound(Path image) throws IOException {
    return finished("qemu-img", "check", image.toString()).status == 0;
  }

  /** The disk in an image by QEMU's reading, also through its backing files. */
  public static byte[] read(Path image) throws IOException {
    Path raw = image.resolveSibling(image.getFileName() + ".truth");
    img("convert", "-O", "raw", image.toString(), raw.toString());
    byte[] bytes = Files.readAllBytes(raw);
    Files.delete(raw);
    return bytes;
  }

  private static String run(String program, String... arguments) throws IOException {
    Outcome outcome = finished(program, arguments);
    assertThat(outcome.status).as("%s: %s", List.of(arguments), outcome.output).isZero();
    return outcome.output;
  }

  private record Outcome(int status, String output) {}

  private static Outcome finished(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Outcome(process.waitFor(), output);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** A random number generator whose seed is printed; {@code -Dintarsia.seed=N} replays. */
  public static Random random() {
    long seed = Long.getLong("intarsia.seed", System.nanoTime());
    System.out.println("intarsia.seed=" + seed);
    return new Random(seed);
  }

  /** Runs of zeros, of bytes that compress and of such that do not. */
  public static byte[] disk(Random random, int size) {
    byte[] bytes = new byte[size];
    for (int at = 0; at < size; ) {
      int end = Math.min(size, at + 1 + random.nextInt(random.nextBoolean() ? 3000 : 300_000));
      int kind = random.nextInt(3);
      for (; at < end; at++) {
        bytes[at] = (byte) (kind == 0 ? 0 : kind == 1 ? at >> 6 : random.nextInt());
      }
    }
    return bytes;
  }

  /**
   * Asserts that a source reads as the model, in one piece and in many, and that its holes are
   * zeros and alternate with data.
   */
  public static void assertSame(ByteSource source, byte[] model, Random random) throws IOException {
    assertThat(source.size()).isEqualTo(model.length);
    assertThat(source.read(0, model.length)).isEqualTo(model);
    for (int i = 0; i < 100; i++) {
      int offset = random.nextInt(model.length);
      int length = Math.min(model.length - offset, random.nextInt(i % 2 == 0 ? 1000 : 200_000));
      byte[] expected = Arrays.copyOfRange(model, offset, offset + length);
      assertThat(source.read(offset, length)).isEqualTo(expected);
    }
    for (long at = 0; at < model.length; ) {
      long data = source.nextData(at);
      assertThat(data).isBetween(at, (long) model.length);
      for (int i = (int) at; i < data; i++) {
        assertThat(model[i]).isZero();
      }
      at = source.nextHole(data);
      assertThat(at).isBetween(Math.min(data + 1, model.length), (long) model.length);
    }
  }
}
