package io.intarsia.library.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.CatalogChange;
import io.intarsia.catalog.CatalogCipher;
import io.intarsia.catalog.VersionId;
import io.intarsia.catalog.VersionSizes;
import io.intarsia.library.record.VersionRecord;
import io.intarsia.library.record.VersionRecordCodec;
import io.intarsia.store.RecordLog;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A catalog that others write to meanwhile is not damaged; one that differs is. */
class CatalogCheckTest {
  private final Log log = new Log();

  /** Records in memory, to which somebody else adds one whenever it is looked for in vain. */
  private static final class Log implements RecordLog {
    private final List<byte[]> payloads = new ArrayList<>();
    private int toCome;

    /** Gets the record too before the next look is taken; null for somebody who is slow. */
    private @Nullable Catalog applied;

    @Override
    public long last() {
      return payloads.size();
    }

    @Override
    public void requireNoGap(long applied) {}

    @Override
    public boolean exists(long number) throws IOException {
      boolean exists = number <= payloads.size();
      if (!exists && toCome > 0) {
        toCome--;
        append(payload(number));
        if (applied != null) {
          applied.apply(number, added(number), payload(number));
        }
      }
      return exists;
    }

    @Override
    public byte[] read(long number) {
      return payloads.get((int) number - 1);
    }

    @Override
    public void sync() {}

    @Override
    public long append(byte[] payload) {
      payloads.add(payload);
      return payloads.size();
    }

    @Override
    public void restore(long number, byte[] payload) {
      payloads.set((int) number - 1, payload);
    }
  }

  private static CatalogChange added(long number) {
    return new CatalogChange.VersionAdded(
        new VersionId(1, number),
        "web",
        "alice",
        new byte[32],
        Instant.EPOCH,
        null,
        null,
        new VersionSizes(100, 90, 80, 5, 4, 60),
        "raw",
        List.of());
  }

  private static byte[] payload(long number) {
    return VersionRecordCodec.encode(VersionRecord.of(added(number)));
  }

  private @Nullable String problem(int toCome, boolean isApplied) throws IOException {
    try (Catalog catalog = Catalog.openInMemory()) {
      log.applied = isApplied ? catalog : null;
      log.toCome = toCome;
      return CatalogCheck.compare(catalog, log, CatalogCipher.none());
    }
  }

  @Test
  void whatIsCommittedMeanwhileIsNoDamage() throws IOException {
    assertThat(problem(20, true)).isNull();
    assertThat(log.last()).isEqualTo(20);
  }

  /** Between a record and the catalog's row lies a moment, or a killed process. */
  @Test
  void whatIsCommittedAndNotYetInTheCatalogIsNoDamage() throws IOException {
    assertThat(problem(20, false)).isNull();
    assertThat(log.last()).isEqualTo(20);
  }

  @Test
  void aDifferenceIsFoundWhereNobodyWrites() throws IOException {
    log.append(payload(1));
    try (Catalog catalog = Catalog.openInMemory()) {
      catalog.apply(1, added(1), payload(1));
      catalog.apply(2, added(2), payload(2));
      assertThat(CatalogCheck.compare(catalog, log, CatalogCipher.none()))
          .contains("differs", "applied\t1", "applied\t2");
    }
  }

  @Test
  void aRecordThatSaysSomethingElseIsADifference() throws IOException {
    log.append(payload(1));
    try (Catalog catalog = Catalog.openInMemory()) {
      catalog.apply(1, added(1), payload(2));
      assertThat(CatalogCheck.compare(catalog, log, CatalogCipher.none()))
          .contains("differs", "record\t1\t");
    }
  }
}
