package io.intarsia.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Disk images that share much, and one of its own for a worker, which changes all the time. */
final class SoakImages {
  private final List<Path> shared;
  private final Path own;
  private final Random random;

  /**
   * @param shared images that never change
   * @param own file of the image that changes
   */
  SoakImages(List<Path> shared, Path own, Random random) throws IOException {
    this.shared = shared;
    this.own = own;
    this.random = random;
    Files.copy(shared.getFirst(), own);
  }

  /**
   * Of whole sectors, as qcow2 has them: file systems with files in common, noise, and a file that
   * is mostly hole.
   */
  static List<Path> make(Path directory, long seed) throws IOException {
    Path tree = Images.tree(directory.resolve("tree"), seed);
    // long enough that changed ones are stored by what is new in them
    Images.random(tree.resolve("usr/long"), seed + 3, 2_000_000);
    Path first = Images.ext(directory.resolve("first"), "-t ext4", tree, "24M");
    Images.random(tree.resolve("usr/more"), seed + 1, 3_000_000);
    Path second = Images.ext(directory.resolve("second"), "-t ext4 -b 1024", tree, "40M");
    Path noise = Images.random(directory.resolve("noise"), seed + 2, 5 << 20);
    Path sparse = directory.resolve("sparse");
    Images.put(Files.readAllBytes(noise), sparse, 30 << 20);
    Images.resize(sparse, 200L << 20);
    return List.of(first, second, noise, sparse);
  }

  /** An image to be checked in next. */
  Path next() throws IOException {
    if (random.nextBoolean()) {
      return shared.get(random.nextInt(shared.size()));
    }
    for (int i = random.nextInt(20); i >= 0; i--) {
      byte[] bytes = new byte[1 + random.nextInt(40_000)];
      if (random.nextInt(3) > 0) {
        random.nextBytes(bytes);
      }
      Images.put(bytes, own, random.nextInt((int) Files.size(own) - bytes.length));
    }
    return own;
  }

  static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 20];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
