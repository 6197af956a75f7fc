package io.intarsia.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every sequence of records. The seed is the parameter. */
class FoldPropertiesTest {
  private static final int CHANGES = 150;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aRebuiltCatalogEqualsTheOneThatGrew(long seed) throws CatalogException {
    Random random = new Random(seed);
    List<CatalogChange> changes = new Changes(random).next(CHANGES);
    Path file = folder.resolve("catalog.db");
    Catalog grown = Catalog.open(file, Catalog.Mode.READ_WRITE);
    for (int i = 0; i < changes.size(); i++) {
      if (random.nextInt(20) == 0) {
        grown.close();
        grown = Catalog.open(file, Catalog.Mode.READ_WRITE);
      }
      if (random.nextInt(10) == 0) {
        grown.check(changes.get(i));
      }
      int again = random.nextInt(10);
      assertThat(grown.apply(i + 1, changes.get(i), Changes.payload(i + 1))).isTrue();
      if (again <= i && again > 0) {
        assertThat(grown.apply(again, changes.get(again - 1), new byte[1])).isFalse();
      }
    }
    try (Catalog rebuilt = Catalog.openInMemory()) {
      for (int i = 0; i < changes.size(); i++) {
        rebuilt.apply(i + 1, changes.get(i), Changes.payload(i + 1));
      }
      assertThat(grown.firstDifference(rebuilt)).isNull();
      assertThat(dump(grown)).isEqualTo(dump(rebuilt)).hasSizeGreaterThan(CHANGES / 2);
      rebuilt.apply(CHANGES + 1, new CatalogChange.ImageRenamed(1, "other"), new byte[1]);
      assertThat(grown.firstDifference(rebuilt)).contains("applied\t" + CHANGES);
    }
    grown.checkIntegrity();
    grown.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void everyPrefixKeepsTheInvariants(long seed) throws CatalogException {
    List<CatalogChange> changes = new Changes(new Random(seed)).next(CHANGES);
    try (Catalog catalog = Catalog.openInMemory()) {
      long versions = 0;
      for (int i = 0; i < changes.size(); i++) {
        catalog.apply(i + 1, changes.get(i), Changes.payload(i + 1));
        assertThat(catalog.lastRecord()).isEqualTo(i + 1);
        long now = 0;
        long present = 0;
        for (Image image : catalog.images()) {
          List<Version> all = catalog.versions(image.id(), true);
          for (int n = 0; n < all.size(); n++) {
            assertThat(all.get(n).id()).isEqualTo(new VersionId(image.id(), n + 1));
          }
          assertThat(catalog.nextVersionNumber(image.id())).isEqualTo(all.size() + 1);
          assertThat(catalog.versions(image.id(), false)).hasSize((int) image.versionCount());
          Long byDefault = image.defaultVersion();
          if (byDefault != null) {
            assertThat(catalog.version(new VersionId(image.id(), byDefault)))
                .satisfies(version -> assertThat(version.present()).isTrue());
          }
          now += all.size();
          present += image.versionCount();
        }
        assertThat(now).isGreaterThanOrEqualTo(versions);
        assertThat(catalog.roots()).hasSize((int) present);
        assertThat(catalog.totals().versions()).isEqualTo(present);
        versions = now;
      }
    }
  }

  static List<String> dump(Catalog catalog) throws CatalogException {
    List<String> lines = new ArrayList<>();
    catalog.dump(lines::add);
    return lines;
  }
}
