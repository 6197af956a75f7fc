package io.intarsia.store.maintenance;

import io.intarsia.store.GcPolicy;
import io.intarsia.store.PackId;
import io.intarsia.store.pack.PackLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which packs are worth rewriting: those of which little is live; then, as long as too much of the
 * store is dead, those with the largest dead share; then small ones, once there are many.
 */
final class RewriteChoice {
  /** A pack shorter than this part of the pack size is small. */
  private static final int SMALL_PART = 8;

  /** So many small packs of a kind are left alone. */
  private static final int MAX_SMALL = 32;

  private final Collection<PackUse> candidates;
  private final Set<PackId> chosen = new HashSet<>();

  private RewriteChoice(Collection<PackUse> candidates) {
    this.candidates = candidates;
  }

  /**
   * The packs to be rewritten.
   *
   * @param candidates packs in which something is live
   * @param anyway those of them that are rewritten for another reason
   * @param allLiveBytes stored bytes that stand for what is live in the whole store
   * @param keptBytes stored bytes that stay though they could be saved otherwise
   * @param packSize stored bytes of a full pack
   */
  static Set<PackId> of(
      Collection<PackUse> candidates,
      Set<PackId> anyway,
      double allLiveBytes,
      double keptBytes,
      GcPolicy policy,
      long packSize) {
    RewriteChoice choice = new RewriteChoice(candidates);
    choice.chosen.addAll(anyway);
    choice.mostlyDead(policy.rewriteBelow() / 100.0);
    choice.costliest(allLiveBytes * policy.slack() / 100 - keptBytes);
    for (byte kind : new byte[] {PackLayout.CHUNKS, PackLayout.OBJECTS, PackLayout.DEPENDENT}) {
      choice.small(kind, packSize / SMALL_PART);
    }
    return choice.chosen;
  }

  private void mostlyDead(double livePart) {
    for (PackUse use : candidates) {
      if (use.livePart() < livePart) {
        chosen.add(use.pack().id());
      }
    }
  }

  private void costliest(double maxDeadBytes) {
    List<PackUse> rest = new ArrayList<>();
    double dead = 0;
    for (PackUse use : candidates) {
      if (!chosen.contains(use.pack().id())) {
        rest.add(use);
        dead += use.deadStoredBytes();
      }
    }
    rest.sort(Comparator.comparingDouble(PackUse::livePart));
    for (PackUse use : rest) {
      if (dead <= maxDeadBytes) {
        return;
      }
      chosen.add(use.pack().id());
      dead -= use.deadStoredBytes();
    }
  }

  private void small(byte kind, long length) {
    List<PackId> small = new ArrayList<>();
    for (PackUse use : candidates) {
      if (use.pack().kind() == kind && use.pack().length() < length) {
        small.add(use.pack().id());
      }
    }
    if (small.size() > MAX_SMALL) {
      chosen.addAll(small);
    }
  }
}
