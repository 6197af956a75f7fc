package io.intarsia.catalog;

import io.intarsia.catalog.CatalogChange.DefaultSet;
import io.intarsia.catalog.CatalogChange.ImageLocked;
import io.intarsia.catalog.CatalogChange.ImageRenamed;
import io.intarsia.catalog.CatalogChange.VersionAdded;
import io.intarsia.catalog.CatalogChange.VersionRemoved;
import io.intarsia.catalog.CatalogChange.VersionReplaced;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Random sequences of changes that a library could make, from a model that is not the catalog. */
final class Changes {
  static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

  private final RandomGenerator random;
  private final List<ModelImage> images = new ArrayList<>();
  private int made;

  /** An image of the model: its name and, for each version, whether it is present. */
  private static final class ModelImage {
    String name;
    final List<Boolean> present = new ArrayList<>();

    ModelImage(String name) {
      this.name = name;
    }
  }

  Changes(RandomGenerator random) {
    this.random = random;
  }

  static VersionAdded added(long imageId, long number, String name) {
    return new VersionAdded(
        new VersionId(imageId, number),
        name,
        "alice",
        fingerprint(imageId * 1000 + number),
        START.plusSeconds(number),
        null,
        null,
        new VersionSizes(100, 90, 80, 5, 4, 60),
        "raw",
        List.of());
  }

  /** Stands for what a record says; the catalog does not look into it. */
  static byte[] payload(long recordNumber) {
    byte[] payload = new byte[(int) (20 + recordNumber % 7)];
    new Random(recordNumber).nextBytes(payload);
    return payload;
  }

  static byte[] fingerprint(long value) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (value >>> (8 * i));
    }
    bytes[31] = 1;
    return bytes;
  }

  List<CatalogChange> next(int count) {
    List<CatalogChange> changes = new ArrayList<>();
    while (changes.size() < count) {
      changes.add(next());
    }
    return changes;
  }

  private CatalogChange next() {
    made++;
    if (images.isEmpty() || random.nextInt(4) == 0) {
      images.add(new ModelImage("image-" + made));
      return add(images.size());
    }
    long imageId = 1L + random.nextInt(images.size());
    ModelImage image = images.get((int) imageId - 1);
    long number = 1L + random.nextInt(image.present.size());
    boolean present = image.present.get((int) number - 1);
    VersionId id = new VersionId(imageId, number);
    return switch (random.nextInt(present ? 8 : 6)) {
      case 0 -> {
        image.name = "renamed-" + made;
        yield new ImageRenamed(imageId, image.name);
      }
      case 1 -> new ImageLocked(imageId, random.nextBoolean());
      case 2 -> new DefaultSet(imageId, null);
      case 3, 4, 5 -> add(imageId);
      case 6 -> random.nextBoolean() ? remove(id) : new DefaultSet(imageId, number);
      default -> new VersionReplaced(id, fingerprint(-made), sizes(), fileSystems());
    };
  }

  private VersionRemoved remove(VersionId id) {
    images.get((int) id.imageId() - 1).present.set((int) id.number() - 1, false);
    return new VersionRemoved(id, START.plusSeconds(made));
  }

  private VersionAdded add(long imageId) {
    ModelImage image = images.get((int) imageId - 1);
    VersionId derived = null;
    if (random.nextBoolean() && !images.getFirst().present.isEmpty()) {
      derived = new VersionId(1, 1 + random.nextInt(images.getFirst().present.size()));
    }
    image.present.add(true);
    return new VersionAdded(
        new VersionId(imageId, image.present.size()),
        image.name,
        "owner-" + random.nextInt(3),
        fingerprint(made),
        START.plusMillis(random.nextInt(1_000_000)),
        random.nextBoolean() ? null : "told\tin\\two\nlines \u00e9 \ud83c\udf0d " + made,
        derived,
        sizes(),
        random.nextBoolean() ? "raw" : "qcow2",
        fileSystems());
  }

  private VersionSizes sizes() {
    return new VersionSizes(
        random.nextLong(1L << 40),
        random.nextLong(1L << 40),
        random.nextLong(1L << 30),
        random.nextLong(1L << 30),
        random.nextLong(1L << 20),
        random.nextLong(1L << 30));
  }

  private List<VersionFileSystem> fileSystems() {
    List<VersionFileSystem> fileSystems = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      fileSystems.add(
          new VersionFileSystem(
              random.nextInt(2),
              "p" + i,
              "ext4",
              random.nextInt(5) == 0 ? null : "uuid-" + random.nextInt(20),
              random.nextInt(100_000)));
    }
    return fileSystems;
  }
}
