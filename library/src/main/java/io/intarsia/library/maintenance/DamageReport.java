package io.intarsia.library.maintenance;

import io.intarsia.library.damage.DamageMarks;
import io.intarsia.library.maintenance.VerifyResult.Damage;
import io.intarsia.library.maintenance.VerifyResult.Kind;
import io.intarsia.store.PackId;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.record.RecordFile;
import io.intarsia.store.session.Condemned;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what of the versions each damage touches. */
final class DamageReport {
  private static final int MAX_DAMAGED = 2_000;
  private static final String INDEX = "index";
  private static final String HEADER = "store";
  private static final String HEADER_COPY = "store.copy";
  private static final String SETTINGS = "settings";
  private static final String KEYS = "keys";
  private static final String KEYS_COPY = "keys.copy";

  private final io.intarsia.store.maintenance.VerifyResult checked;
  private final String catalog;
  private final @Nullable String catalogProblem;
  private final List<Damage> damaged = new ArrayList<>();
  private final Set<PackId> packs = new HashSet<>();
  private TouchedVersions.@Nullable Loss loss;
  private long leftOut;

  /**
   * @param catalog name of the catalog's file
   * @param catalogProblem what is wrong with it, or null
   */
  DamageReport(
      io.intarsia.store.maintenance.VerifyResult checked,
      String catalog,
      @Nullable String catalogProblem) {
    this.checked = checked;
    this.catalog = catalog;
    this.catalogProblem = catalogProblem;
  }

  /** Everything that is damaged, as far as it is listed. */
  List<Damage> damaged() {
    return damaged;
  }

  /** How much more is damaged. */
  long leftOut() {
    return leftOut;
  }

  /** What is to be remembered. */
  DamageMarks marks() {
    return new DamageMarks(packs, loss == null ? Map.of() : loss.versions());
  }

  void describe(TouchedVersions touched) throws IOException {
    loss = loss(touched);
    Set<Fingerprint> reported = new HashSet<>();
    for (var damage : checked.damaged()) {
      PackId pack = PackLayout.id(damage.file());
      boolean isNeeded = pack != null && loss != null && addLost(damage, pack, loss, reported);
      if (damage.isLeftBehind() && loss != null && !isNeeded) {
        continue;
      }
      if (pack != null) {
        packs.add(pack);
      }
      if (!isNeeded) {
        addFile(damage, pack, touched);
      }
    }
    if (loss != null) {
      addMissing(loss, reported);
      addMet(touched);
    }
    if (catalogProblem != null) {
      add(
          new Damage(
              catalog, catalogProblem, Kind.CATALOG, null, null, touched.all(), List.of(), 0));
    }
  }

  /** Null when the store cannot be opened, so that nothing can be read of any version. */
  private TouchedVersions.@Nullable Loss loss(TouchedVersions touched) throws IOException {
    Set<Fingerprint> lost = new HashSet<>();
    checked.damaged().forEach(damage -> lost.addAll(damage.lost()));
    try {
      return touched.loss(lost);
    } catch (StoreException e) {
      return null;
    }
  }

  /** One damage for each chunk and object that some version needs; false if there is none. */
  private boolean addLost(
      io.intarsia.store.maintenance.VerifyResult.Damage damage,
      PackId pack,
      TouchedVersions.Loss found,
      Set<Fingerprint> reported) {
    boolean any = false;
    for (Fingerprint lost : damage.lost()) {
      boolean object = found.walk().lostObjects().contains(lost);
      if (object || found.walk().lostChunks().contains(lost)) {
        any = true;
        if (reported.add(lost)) {
          add(lost(damage.file(), damage.what(), object, pack, lost, found.touches()));
        }
      }
    }
    return any;
  }

  /** What versions need and no pack has, damaged or not. */
  private void addMissing(TouchedVersions.Loss found, Set<Fingerprint> reported) {
    addMissing(found.walk().lostObjects(), true, found.touches(), reported);
    addMissing(found.walk().lostChunks(), false, found.touches(), reported);
  }

  /** What only reading the versions shows. */
  private void addMet(TouchedVersions touched) throws IOException {
    for (DamagedException met : touched.damages()) {
      if (checked.damaged().stream().noneMatch(known -> known.file().equals(met.file()))) {
        add(
            new Damage(
                met.file(), met.what(), kind(met.file()), null, null, touched.all(), List.of(), 0));
      }
    }
  }

  private void addMissing(
      Set<Fingerprint> missing,
      boolean objects,
      TouchCollector touches,
      Set<Fingerprint> reported) {
    List<Fingerprint> ordered = new ArrayList<>(missing);
    ordered.sort(null);
    for (Fingerprint lost : ordered) {
      if (reported.add(lost)) {
        String what = (objects ? "an object" : "a chunk") + " is in no pack";
        add(lost("packs", what, objects, null, lost, touches));
      }
    }
  }

  private static Damage lost(
      String file,
      String what,
      boolean object,
      @Nullable PackId pack,
      Fingerprint lost,
      TouchCollector touches) {
    return new Damage(
        file,
        what,
        object ? Kind.OBJECT : Kind.CHUNK,
        pack == null ? null : pack.toString(),
        lost.toHex(),
        touches.versions(lost),
        touches.touches(lost),
        touches.leftOut(lost));
  }

  private void addFile(
      io.intarsia.store.maintenance.VerifyResult.Damage damage,
      @Nullable PackId pack,
      TouchedVersions touched)
      throws IOException {
    String file = damage.file();
    Kind kind = kind(file);
    List<String> versions =
        switch (kind) {
          case RECORD -> touched.ofRecord(RecordFile.number(file));
          case HEADER, SETTINGS, CONDEMNED, INDEX -> touched.all();
          case PACK -> loss == null ? touched.all() : List.of();
          default -> List.of();
        };
    add(
        new Damage(
            file,
            damage.what(),
            kind,
            pack == null ? null : pack.toString(),
            null,
            versions,
            List.of(),
            0));
  }

  private static Kind kind(String file) {
    if (file.startsWith(RecordFile.PREFIX)) {
      return Kind.RECORD;
    }
    if (file.startsWith(INDEX)) {
      return Kind.INDEX;
    }
    return switch (file) {
      case HEADER, HEADER_COPY -> Kind.HEADER;
      case SETTINGS -> Kind.SETTINGS;
      case Condemned.KEY -> Kind.CONDEMNED;
      case KEYS, KEYS_COPY -> Kind.KEYS;
      default -> Kind.PACK;
    };
  }

  private void add(Damage damage) {
    if (damaged.size() < MAX_DAMAGED) {
      damaged.add(damage);
    } else {
      leftOut++;
    }
  }
}
