package io.intarsia.library.checkin;

import io.intarsia.library.checkin.plan.Junk;
import io.intarsia.library.reference.ImageReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to check in, and how.
 *
 * @param file an image file or block device; null for standard input
 * @param name the image's name, valid by {@link ImageReference}'s rules
 * @param format container format, or null to recognise it by content
 * @param derivedFrom the version that this one was made from, or null
 * @param drop what else is stored as zeros
 * @param index whether to look for file systems; without, everything is stored as blocks
 * @param allowedBacking backing files that the image may name
 * @param message free text for people, or null
 */
public record CheckInRequest(
    @Nullable Path file,
    String name,
    @Nullable String format,
    @Nullable ImageReference derivedFrom,
    FreeSpace freeSpace,
    Set<Junk> drop,
    boolean index,
    List<Path> allowedBacking,
    @Nullable String message) {
  public CheckInRequest {
    drop = Set.copyOf(drop);
    allowedBacking = List.copyOf(allowedBacking);
  }

  /** A check-in with all defaults. */
  public static CheckInRequest of(Path file, String name) {
    return new CheckInRequest(
        file, name, null, null, FreeSpace.KEEP, Set.of(), true, List.of(), null);
  }
}
