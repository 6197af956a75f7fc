package io.intarsia.store.maintenance;

import io.intarsia.store.FrameId;
import io.intarsia.store.PackId;
import io.intarsia.store.Store;
import io.intarsia.store.StoreParts;
import io.intarsia.store.blob.Blob;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.StoreFullException;
import io.intarsia.store.index.PendingIndex;
import io.intarsia.store.insert.Prefixes;
import io.intarsia.store.pack.PackFile;
import io.intarsia.store.pack.PackFrame;
import io.intarsia.store.pack.PackLayout;
import io.intarsia.store.read.PackReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Moves what is live in retired packs into new packs, in rounds of about one full pack, each
 * published before the next: what is done is kept whatever happens then, and little room is needed.
 * Packs of one session stay in their order, so that neighbours stay neighbours; what some versions
 * are to find together goes into packs apart from the rest. Packs with chunks that only dependent
 * frames need, and that are to go, come last, after these frames. Under the gc lock.
 */
final class Rewriting {
  private final StoreParts parts;
  private final Marks marks;
  private final Rounds rounds;
  private final long roundBytes;
  private final PackReader reader;
  private final NewPacks target;
  private final DependentMoves dependents;
  private final Set<PackId> round = new HashSet<>();
  private double bytesInRound;

  /** Whether frames that could not be read may still need what was to go. */
  private boolean keepsReleased;

  /** What goes into packs of its own. */
  @FunctionalInterface
  interface Together {
    boolean holds(Fingerprint fingerprint, PackId pack) throws DamagedException;
  }

  /** Told about rounds. */
  interface Rounds {
    /** Makes findable what was written. */
    void publish(PendingIndex written) throws IOException;

    /** Of these packs nothing is needed any more; none of them is open. */
    void rewritten(Set<PackId> packs) throws IOException;
  }

  @FunctionalInterface
  private interface FrameVisitor {
    void frame(PackFile pack, FrameId id, PackFrame frame) throws IOException;
  }

  /**
   * @param together what goes into packs of its own
   * @param target takes the new packs
   * @param dryRun whether what is written cannot be read
   */
  Rewriting(
      Store store,
      Marks marks,
      Together together,
      BlobStore target,
      Rounds rounds,
      boolean dryRun) {
    this.parts = store.parts();
    this.marks = marks;
    this.rounds = rounds;
    this.roundBytes = store.settings().options().packSize();
    // not the store's, which keeps packs open that are to be deleted
    this.reader = new PackReader(parts.blobs(), parts.codec(), parts.index()::places);
    Prefixes prefixes = dryRun ? new MovedPrefixes(parts.index()::places, reader) : reader::prefix;
    this.target = new NewPacks(store, together, prefixes, target, rounds);
    this.dependents =
        new DependentMoves(marks, reader, this.target, store.settings().options().frameSize());
  }

  /** Copies and publishes. On a full disk the packs that are left stay retired. */
  void run(Collection<PackUse> retired, Gc.Progress progress) throws IOException {
    List<PackUse> ordered = new ArrayList<>(retired);
    // by kind, so that rounds end in few short packs
    ordered.sort(
        Comparator.<PackUse>comparingInt(Rewriting::turn)
            .thenComparingInt(use -> use.pack().kind())
            .thenComparing(use -> use.pack().id()));
    try (reader) {
      runRounds(ordered, progress);
    } catch (StoreFullException e) {
      target.abandon();
    } catch (IOException | RuntimeException | Error e) {
      target.abandon();
      throw e;
    }
  }

  /** Dependent frames come after what they need and before what they need no more. */
  private static int turn(PackUse use) {
    if (use.pack().kind() == PackLayout.DEPENDENT) {
      return 1;
    }
    return use.isReleased() ? 2 : 0;
  }

  private void runRounds(List<PackUse> ordered, Gc.Progress progress) throws IOException {
    long done = 0;
    long all = ordered.stream().mapToLong(use -> use.pack().length()).sum();
    int turn = 0;
    for (PackUse use : ordered) {
      if (turn(use) != turn) {
        turn = turn(use);
        finish();
        if (turn == 1) {
          prepareDependents(ordered);
        }
      }
      rewrite(use);
      done += use.pack().length();
      progress.moved(done, all);
    }
    finish();
  }

  private void rewrite(PackUse use) throws IOException {
    if (bytesInRound > 0 && bytesInRound + use.liveStoredBytes() > roundBytes) {
      finish();
    }
    bytesInRound += use.liveStoredBytes();
    PackId id = use.pack().id();
    boolean isDependent = use.pack().kind() == PackLayout.DEPENDENT;
    if (forEachFrame(id, isDependent ? dependents::move : this::move)) {
      round.add(id);
    } else {
      keepsReleased |= isDependent;
    }
  }

  /** Writes what dependent frames are compressed after once their bases are gone. */
  private void prepareDependents(List<PackUse> ordered) throws IOException {
    for (PackUse use : ordered) {
      if (turn(use) == 1) {
        forEachFrame(use.pack().id(), dependents::replaceBases);
      }
    }
    target.publish();
  }

  private void finish() throws IOException {
    target.publish();
    reader.close();
    rounds.rewritten(Set.copyOf(round));
    round.clear();
    bytesInRound = 0;
    parts.index().refresh(); // bases may have moved
  }

  /** Bytes of the new packs. */
  long storedBytes() {
    return target.storedBytes();
  }

  /** False if something in the pack is damaged: it then stays as it is. */
  private boolean forEachFrame(PackId id, FrameVisitor visitor) throws IOException {
    try (Blob blob = parts.blobs().open(PackLayout.key(id))) {
      PackFile pack = PackFile.open(id, blob);
      long at = PackLayout.HEADER_LENGTH;
      for (int i = 0; i < pack.frames().size(); i++) {
        visitor.frame(pack, pack.frameId(i, at), pack.frames().get(i));
        at += pack.frames().get(i).storedLength();
      }
      return true;
    } catch (DamagedException | EOFException | NoSuchFileException e) {
      return false;
    }
  }

  private void move(PackFile pack, FrameId id, PackFrame frame) throws IOException {
    byte[] plain = null;
    int offset = 0;
    for (int chunk = 0; chunk < frame.chunkCount(); chunk++) {
      int length = frame.chunkLengths()[chunk];
      Fingerprint fingerprint = frame.fingerprint(chunk);
      boolean isNeeded =
          marks.isMarked(fingerprint, pack.id())
              || (keepsReleased && marks.isReleased(fingerprint));
      if (isNeeded && !target.isPending(fingerprint)) {
        if (plain == null) {
          plain = new byte[id.plainLength()];
          reader.read(id, plain);
        }
        target.add(pack.id(), pack.kind(), fingerprint, plain, offset, length, null);
      }
      offset += length;
    }
  }
}
