package io.intarsia.formats.image.ova;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The digests of an appliance's files: lines such as {@code SHA256(disk1.vmdk)= 0f3a...}. */
record OvfManifest(List<Line> lines) {
  private static final Pattern LINE =
      Pattern.compile("(SHA-?\\d+)\\s?\\((.*)\\)\\s?=\\s?(\\p{XDigit}+)");
  private static final int MAX_LINES = 4096;
  private static final int STEP_BYTES = 1 << 20;

  /**
   * What one file must have.
   *
   * @param algorithm as {@link MessageDigest} calls it
   * @param digest in lower case
   */
  record Line(String algorithm, String file, String digest) {}

  static OvfManifest parse(String where, byte[] text) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (String raw : new String(text, StandardCharsets.UTF_8).lines().toList()) {
      String line = raw.strip();
      Matcher parts = LINE.matcher(line);
      if (line.isEmpty()) {
        continue;
      }
      if (!parts.matches() || lines.size() == MAX_LINES) {
        throw new MalformedException(where, "the manifest of the appliance is damaged: " + line);
      }
      lines.add(
          new Line(
              algorithm(where, parts.group(1)),
              parts.group(2),
              parts.group(3).toLowerCase(Locale.ROOT)));
    }
    return new OvfManifest(lines);
  }

  private static String algorithm(String where, String stated) throws UnsupportedException {
    return switch (stated.replace("-", "")) {
      case "SHA1" -> "SHA-1";
      case "SHA256" -> "SHA-256";
      case "SHA384" -> "SHA-384";
      case "SHA512" -> "SHA-512";
      default -> throw new UnsupportedException(where, "a manifest with digests by " + stated);
    };
  }

  /**
   * Reads a file and compares its digest.
   *
   * @throws MalformedException when it is another
   */
  static void check(Line line, ByteSource file) throws IOException {
    MessageDigest digest = digest(line.algorithm);
    byte[] step = new byte[(int) Math.min(STEP_BYTES, file.size())];
    for (long at = 0; at < file.size(); at += step.length) {
      int length = (int) Math.min(step.length, file.size() - at);
      file.read(at, step, 0, length);
      digest.update(step, 0, length);
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(line.digest)) {
      throw new MalformedException(
          file.description(),
          "its " + line.algorithm + " is " + found + ", and the manifest says " + line.digest);
    }
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
