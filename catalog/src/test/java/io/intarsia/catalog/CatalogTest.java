package io.intarsia.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.catalog.CatalogChange.DefaultSet;
import io.intarsia.catalog.CatalogChange.ImageLocked;
import io.intarsia.catalog.CatalogChange.ImageRenamed;
import io.intarsia.catalog.CatalogChange.VersionAdded;
import io.intarsia.catalog.CatalogChange.VersionRemoved;
import io.intarsia.catalog.CatalogChange.VersionReplaced;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each change does, what is refused, and what the queries say. */
class CatalogTest {
  private static final VersionSizes SIZES = new VersionSizes(1000, 900, 80, 70, 60, 50);
  private static final byte[] PAYLOAD = {1, 2, 3};

  private Catalog catalog;

  @BeforeEach
  void open() throws CatalogException {
    catalog = Catalog.openInMemory();
  }

  @AfterEach
  void close() throws CatalogException {
    catalog.checkIntegrity();
    catalog.close();
    catalog.close();
  }

  @Test
  void aNewCatalogIsEmpty() throws CatalogException {
    assertThat(catalog.lastRecord()).isZero();
    assertThat(catalog.nextImageId()).isEqualTo(1);
    assertThat(catalog.nextVersionNumber(1)).isEqualTo(1);
    assertThat(catalog.images()).isEmpty();
    assertThat(catalog.image("web")).isNull();
    assertThat(catalog.version(new VersionId(1, 1))).isNull();
    assertThat(catalog.roots()).isEmpty();
    assertThat(catalog.totals()).isEqualTo(new CatalogTotals(0, 0, 0, 0));
    assertThat(FoldPropertiesTest.dump(catalog)).isEmpty();
  }

  @Test
  void aVersionComesBackAsItWasAdded() throws CatalogException {
    apply(Changes.added(1, 1, "web"));
    List<VersionFileSystem> fileSystems =
        List.of(
            new VersionFileSystem(0, "", "xfs", null, 7),
            new VersionFileSystem(0, "p2", "ext4", "11-22", 123_456));
    VersionAdded added = derived(new VersionId(1, 2), "web", new VersionId(1, 1), fileSystems);
    apply(added);

    Version version = Objects.requireNonNull(catalog.version(added.id()));
    assertThat(version)
        .usingRecursiveComparison()
        .isEqualTo(
            new Version(
                added.id(),
                added.manifest(),
                Changes.START,
                "why",
                new VersionId(1, 1),
                SIZES,
                "qcow2",
                2,
                2,
                null));
    assertThat(catalog.fileSystems(added.id())).isEqualTo(fileSystems);
    assertThat(catalog.children(new VersionId(1, 1)).getFirst().id()).isEqualTo(added.id());
    assertThat(catalog.image("web"))
        .isEqualTo(new Image(1, "web", "alice", Changes.START.plusSeconds(1), null, false, 2, 2L));
    assertThat(catalog.image(1)).isEqualTo(catalog.image("web"));
    assertThat(catalog.totals()).isEqualTo(new CatalogTotals(1, 2, 1100, 990));
  }

  @Test
  void theDefaultIsTheNewestUnlessChosen() throws CatalogException {
    apply(Changes.added(1, 1, "web"));
    apply(Changes.added(1, 2, "web"));
    assertThat(byDefault()).isEqualTo(2);
    apply(new DefaultSet(1, 1L));
    assertThat(byDefault()).isEqualTo(1);
    apply(new VersionRemoved(new VersionId(1, 1), Changes.START));
    assertThat(byDefault()).isEqualTo(2);
    apply(Changes.added(1, 3, "web"));
    apply(new DefaultSet(1, 2L));
    apply(new DefaultSet(1, null));
    assertThat(byDefault()).isEqualTo(3);
    refused(new DefaultSet(1, 1L), "was removed");
    refused(new DefaultSet(1, 4L), "does not exist");
    refused(new DefaultSet(2, null), "no image 2");
  }

  @Test
  void aRemovedImageKeepsItsNameAndItsNumbers() throws CatalogException {
    apply(Changes.added(1, 1, "web"));
    apply(new VersionRemoved(new VersionId(1, 1), Changes.START));
    assertThat(byDefault()).isNull();
    assertThat(catalog.versions(1, false)).isEmpty();
    assertThat(catalog.versions(1, true).getFirst().removedAt()).isEqualTo(Changes.START);
    assertThat(catalog.roots()).isEmpty();
    refused(Changes.added(2, 1, "web"), "belongs to another image");
    refused(Changes.added(1, 1, "web"), "not the next one");
    refused(new VersionRemoved(new VersionId(1, 1), Changes.START), "was removed");
    refused(new VersionReplaced(new VersionId(1, 1), new byte[32], SIZES, List.of()), "removed");
    apply(Changes.added(1, 2, "web"));
    assertThat(byDefault()).isEqualTo(2);
  }

  @Test
  void aRenamedImageKeepsItsIdAndFreesItsName() throws CatalogException {
    apply(Changes.added(1, 1, "web"));
    apply(Changes.added(2, 1, "db"));
    refused(new ImageRenamed(1, "db"), "belongs to another image");
    refused(new ImageRenamed(3, "x"), "no image 3");
    apply(new ImageRenamed(1, "www"));
    refused(Changes.added(1, 2, "web"), "is www, not web");
    apply(Changes.added(1, 2, "www"));
    apply(Changes.added(3, 1, "web"));
    assertThat(catalog.images()).extracting(Image::name).containsExactly("db", "web", "www");
  }

  @Test
  void idsAndNumbersAreTheNextOnes() throws CatalogException {
    refused(Changes.added(2, 1, "web"), "id 2 is not the next one");
    refused(Changes.added(1, 2, "web"), "not the next one");
    refused(derived(new VersionId(1, 1), "web", new VersionId(1, 1), List.of()), "not known");
    apply(Changes.added(1, 1, "web"));
    refused(Changes.added(1, 3, "web"), "not the next one");
    VersionFileSystem twice = new VersionFileSystem(0, "p1", "ext4", null, 1);
    refused(derived(new VersionId(1, 2), "web", null, List.of(twice, twice)), "contradicts");
  }

  @Test
  void recordsAreAppliedInOrderAndOnce() throws CatalogException {
    assertThatThrownBy(() -> catalog.apply(2, Changes.added(1, 1, "web"), PAYLOAD))
        .isInstanceOf(CatalogOrderException.class);
    apply(Changes.added(1, 1, "web"));
    assertThat(catalog.apply(1, Changes.added(1, 1, "web"), PAYLOAD)).isFalse();
    assertThat(catalog.versions(1, true)).hasSize(1);
  }

  @Test
  void checkingAChangeLeavesEverythingAsItIs() throws CatalogException {
    catalog.check(Changes.added(1, 1, "web"));
    assertThat(catalog.lastRecord()).isZero();
    assertThat(catalog.images()).isEmpty();
    assertThatThrownBy(() -> catalog.check(new ImageLocked(1, true)))
        .isInstanceOf(ChangeRefusedException.class);
  }

  @Test
  void aReplacedManifestIsTheRootAndTheFileSystemsAreNew() throws CatalogException {
    apply(Changes.added(1, 1, "web"));
    VersionFileSystem found = new VersionFileSystem(0, "p1", "xfs", "u", 9);
    VersionId id = new VersionId(1, 1);
    apply(new VersionReplaced(id, Changes.fingerprint(99), SIZES, List.of(found)));
    Root root = catalog.roots().getFirst();
    assertThat(root.manifest()).isEqualTo(Changes.fingerprint(99));
    assertThat(root.manifestRecordNumber()).isEqualTo(2);
    Version version = Objects.requireNonNull(catalog.version(id));
    assertThat(version.recordNumber()).isEqualTo(1);
    assertThat(version.sizes()).isEqualTo(SIZES);
    assertThat(catalog.fileSystems(id)).containsExactly(found);
  }

  @Test
  void theNewestPresentVersionsWithAFileSystemAreFound() throws CatalogException {
    List<VersionFileSystem> same =
        List.of(
            new VersionFileSystem(0, "p1", "ext4", "u-1", 9),
            new VersionFileSystem(0, "p2", "ext4", "u-1", 9));
    apply(derived(new VersionId(1, 1), "web", null, same));
    apply(derived(new VersionId(2, 1), "db", null, same));
    assertThat(newestWith("u-1", 9)).containsExactly(new VersionId(2, 1), new VersionId(1, 1));
    assertThat(newestWith("u-1", 1)).containsExactly(new VersionId(2, 1));
    apply(new VersionRemoved(new VersionId(2, 1), Changes.START));
    assertThat(newestWith("u-1", 9)).containsExactly(new VersionId(1, 1));
    assertThat(catalog.newestVersionsWithFileSystem("u-2", 9)).isEmpty();
  }

  @Test
  void sumsThatDoNotFitAreTheLargestNumber() throws CatalogException {
    VersionSizes huge = new VersionSizes(Long.MAX_VALUE, 1, 0, 0, 0, 0);
    for (long image = 1; image <= 2; image++) {
      VersionAdded added = Changes.added(image, 1, "huge-" + image);
      apply(added);
      apply(new VersionReplaced(added.id(), added.manifest(), huge, List.of()));
    }
    assertThat(catalog.totals()).isEqualTo(new CatalogTotals(2, 2, Long.MAX_VALUE, 2));
  }

  @Test
  void aLockIsRemembered() throws CatalogException {
    apply(Changes.added(1, 1, "web"));
    apply(new ImageLocked(1, true));
    assertThat(Objects.requireNonNull(catalog.image("web")).locked()).isTrue();
    apply(new ImageLocked(1, false));
    assertThat(Objects.requireNonNull(catalog.image("web")).locked()).isFalse();
  }

  @Test
  void digestsAreRememberedAndNoPartOfTheDump() throws CatalogException {
    byte[] object = Changes.fingerprint(1);
    assertThat(catalog.digest(object)).isNull();
    catalog.putDigest(object, Changes.fingerprint(2));
    catalog.putDigest(object, Changes.fingerprint(3));
    assertThat(catalog.digest(object)).isEqualTo(Changes.fingerprint(3));
    assertThat(FoldPropertiesTest.dump(catalog)).isEmpty();
    assertThatThrownBy(() -> catalog.digest(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatRecordsSayIsKeptAndPartOfTheDump() throws CatalogException {
    byte[] longest = new byte[1 << 20];
    Arrays.fill(longest, (byte) 0xa5);
    assertThat(catalog.keepsAllRecords()).isTrue();
    assertThat(catalog.record(1)).isNull();
    apply(Changes.added(1, 1, "web"));
    catalog.apply(2, new ImageLocked(1, true), longest);
    catalog.apply(2, new ImageLocked(1, true), PAYLOAD);
    assertThat(catalog.record(1)).isEqualTo(PAYLOAD);
    assertThat(catalog.record(2)).isEqualTo(longest);
    assertThat(catalog.keepsAllRecords()).isTrue();
    assertThat(FoldPropertiesTest.dump(catalog))
        .endsWith("record\t1\t010203", "record\t2\t" + "a5".repeat(longest.length));
    try (Catalog other = Catalog.openInMemory()) {
      other.apply(1, Changes.added(1, 1, "web"), PAYLOAD);
      other.apply(2, new ImageLocked(1, true), new byte[] {4});
      assertThat(catalog.firstDifference(other))
          .contains("record\t2\ta5a5", "record\t2\t04")
          .hasSizeLessThan(1000);
    }
  }

  private static VersionAdded derived(
      VersionId id, String name, @Nullable VersionId from, List<VersionFileSystem> fileSystems) {
    return new VersionAdded(
        id,
        name,
        "alice",
        Changes.fingerprint(5),
        Changes.START.plusNanos(999_999),
        "why",
        from,
        SIZES,
        "qcow2",
        fileSystems);
  }

  private void apply(CatalogChange change) throws CatalogException {
    catalog.check(change);
    assertThat(catalog.apply(catalog.lastRecord() + 1, change, PAYLOAD)).isTrue();
  }

  private void refused(CatalogChange change, String why) throws CatalogException {
    List<String> before = FoldPropertiesTest.dump(catalog);
    long next = catalog.lastRecord() + 1;
    assertThatThrownBy(() -> catalog.apply(next, change, PAYLOAD))
        .isInstanceOf(ChangeRefusedException.class)
        .hasMessageContaining(why);
    assertThat(FoldPropertiesTest.dump(catalog)).isEqualTo(before);
  }

  private @Nullable Long byDefault() throws CatalogException {
    return Objects.requireNonNull(catalog.image(1)).defaultVersion();
  }

  private List<VersionId> newestWith(String uuid, long limit) throws CatalogException {
    return catalog.newestVersionsWithFileSystem(uuid, limit).stream().map(Version::id).toList();
  }
}
