package io.intarsia.library.checkin.plan;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.OutOfRangeException;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileSystemReader;
import io.intarsia.formats.filesystem.FileSystems;
import io.intarsia.formats.filesystem.signature.Signatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Looks into one place after the other; one that fails costs only itself. */
final class PlaceReader {
  private final PlanState state;
  private final Set<Junk> wanted;
  private final List<SpecialFiles.Nested> nested = new ArrayList<>();
  private final Map<Place, List<SpecialFiles.JunkFile>> junk = new HashMap<>();
  private final Map<Place, SwapSpace> swapSpaces = new HashMap<>();

  PlaceReader(PlanState state, Set<Junk> wanted) {
    this.state = state;
    this.wanted = wanted;
  }

  /** File systems in files of what was read. */
  List<SpecialFiles.Nested> nested() {
    return nested;
  }

  @Nullable SwapSpace swapSpace(Place place) {
    return swapSpaces.get(place);
  }

  List<SpecialFiles.JunkFile> junkOf(Place place) {
    return junk.getOrDefault(place, List.of());
  }

  /** Recognises what is in a place, and opens its file system without listing a file. */
  PlacePlan look(Place place, ByteSource source) throws IOException {
    Optional<FileSystemReader> reader = FileSystems.recognise(source);
    if (reader.isPresent()) {
      return open(place, source, reader.get());
    }
    String signature = Signatures.name(source);
    SwapSpace swap = SwapSpace.find(source);
    if (swap != null && isSwap(signature)) {
      swapSpaces.put(place, swap);
    }
    boolean known =
        signature == null || isSwap(signature) || signature.equals(Planner.PHYSICAL_VOLUME);
    return new PlacePlan(
        place, signature, null, known ? null : signature + " is not read; stored as blocks");
  }

  private static boolean isSwap(@Nullable String signature) {
    return "swap".equals(signature) || "swsuspend".equals(signature);
  }

  /** The same in a file that holds a file system. */
  PlacePlan lookIntoNested(SpecialFiles.Nested file) throws IOException {
    try {
      return look(file.place(), file.around().open(file.inode()));
    } catch (MalformedException | UnsupportedException | OutOfRangeException e) {
      return new PlacePlan(file.place(), null, null, messageOf(e));
    }
  }

  private static PlacePlan open(Place place, ByteSource source, FileSystemReader reader)
      throws IOException {
    String type = Signatures.name(source);
    try {
      FileSystem fs = reader.open(source);
      type = fs.type();
      PlacePlan.FilePlan files =
          new PlacePlan.FilePlan(fs, reader.version(), ContentOfInode.none(), 0);
      return new PlacePlan(place, type, files, null);
    } catch (MalformedException | UnsupportedException | OutOfRangeException | RuntimeException e) {
      return new PlacePlan(place, type, null, messageOf(e));
    }
  }

  /**
   * Lists the files of what was opened, and claims their bytes.
   *
   * @param readers read inodes
   */
  PlacePlan walk(PlacePlan opened, ExecutorService readers) throws IOException {
    PlacePlan.FilePlan files = opened.files();
    if (files == null) {
      return opened;
    }
    int claimsBefore = state.claims().size();
    int contentsBefore = state.contents().count();
    Place place = opened.place();
    try {
      Problems problems = new Problems();
      SpecialFiles special = new SpecialFiles(place, wanted, !(place instanceof Place.OfFile));
      FileSystemWalk walk =
          new FileSystemWalk(files.fileSystem(), place, state, special, problems, readers);
      ContentOfInode contentOf = walk.walk();
      keep(place, special);
      PlacePlan.FilePlan listed =
          new PlacePlan.FilePlan(
              files.fileSystem(), files.readerVersion(), contentOf, walk.files());
      return new PlacePlan(place, opened.signature(), listed, problems.summary());
    } catch (MalformedException
        | UnsupportedException
        | OutOfRangeException
        | TooLargeException
        | RuntimeException e) {
      state.claims().truncate(claimsBefore);
      state.contents().truncate(contentsBefore);
      return new PlacePlan(place, opened.signature(), null, messageOf(e));
    }
  }

  private void keep(Place place, SpecialFiles special) {
    for (SpecialFiles.Nested each : special.nested()) {
      if (nested.size() < PlanLimits.MAX_NESTED) {
        nested.add(each);
      }
    }
    if (!special.junk().isEmpty()) {
      junk.put(place, special.junk());
    }
  }

  private static String messageOf(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
