package io.intarsia.library.view;

import io.intarsia.library.error.LibraryException;
import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.library.manifest.ObjectSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file systems of a stored version that can be listed, and which of them a bare path means. */
public final class StoredFileSystems {
  /** The name by which paths call the files that came with the disks. */
  public static final String ATTACHMENTS = "attachments";

  private static final String OS_RELEASE = "/etc/os-release";

  /**
   * Subvolumes of btrfs that distributions mount as {@code /}: Ubuntu and Arch; Debian; Fedora;
   * SUSE with snapshots, whose system is the first one.
   */
  private static final List<String> ROOT_SUBVOLUMES =
      List.of("/@", "/@rootfs", "/root", "/@/.snapshots/1/snapshot");

  /** Types of partitions: EFI system, Linux boot (XBOOTLDR), Windows recovery. */
  private static final Set<String> STARTING =
      Set.of(
          "c12a7328-f81f-11d2-ba4b-00a0c93ec93b",
          "0xef",
          "bc13c2ff-59e6-4262-a352-b275fd6f7172",
          "de94bba4-06d1-4d40-a16a-bfd50179d6ac",
          "0x27");

  private final ObjectSource objects;
  private final List<Named> named = new ArrayList<>();

  /** File systems of partitions and volumes. */
  private final List<Named> onDisks = new ArrayList<>();

  /** Those of them in partitions that do more than start or rescue a system. */
  private final List<Named> ordinary = new ArrayList<>();

  /**
   * A file system and its place's name.
   *
   * @param partition as paths call it
   */
  public record Named(String partition, FileSystemManifest fileSystem) {}

  public StoredFileSystems(ObjectSource objects, StoredImage image) {
    this.objects = objects;
    for (StoredPlace place : image.places()) {
      if (place.fileSystem() != null) {
        Named each = new Named(place.name(), place.fileSystem());
        named.add(each);
        if (place.kind() != StoredPlace.Kind.FILE) {
          onDisks.add(each);
          if (!STARTING.contains(place.type())) {
            ordinary.add(each);
          }
        }
      }
    }
    if (image.attachments() != null) {
      named.add(new Named(ATTACHMENTS, image.attachments()));
    }
  }

  public List<Named> all() {
    return List.copyOf(named);
  }

  /**
   * The one that holds {@code /etc/os-release}, else the btrfs that holds it in the subvolume that
   * is mounted as {@code /}, else the only one, or the only one in a partition that does more than
   * start or rescue a system; null when there is no such one. Paths begin at the top level of btrfs
   * in any case, so that every subvolume can be named. A file system in a file is none of these.
   */
  public @Nullable Named root() throws IOException {
    for (Named candidate : onDisks) {
      if (holds(candidate, OS_RELEASE)) {
        return candidate;
      }
    }
    for (Named candidate : onDisks) {
      if (candidate.fileSystem().type().equals("btrfs")) {
        for (String subvolume : ROOT_SUBVOLUMES) {
          if (holds(candidate, subvolume + OS_RELEASE)) {
            return candidate;
          }
        }
      }
    }
    List<Named> candidates = ordinary.isEmpty() ? onDisks : ordinary;
    return candidates.size() == 1 ? candidates.getFirst() : null;
  }

  private boolean holds(Named candidate, String path) throws IOException {
    byte[] bytes = path.getBytes(StandardCharsets.US_ASCII);
    return TreePath.find(objects, candidate.fileSystem(), bytes, false) != null;
  }

  /**
   * The file system that a path means.
   *
   * @param partition as {@code show} lists it, or null for the root file system
   * @throws LibraryException when there is none; the message says which there are
   */
  public Named require(@Nullable String partition) throws IOException {
    if (partition == null) {
      Named root = root();
      if (root != null) {
        return root;
      }
      throw new LibraryException(
          named.isEmpty()
              ? "no file system of this version is understood; 'intarsia show' says why"
              : "this version has several file systems and none is its root; name one of "
                  + names());
    }
    for (Named candidate : named) {
      if (candidate.partition().equals(partition)) {
        return candidate;
      }
    }
    throw new LibraryException(
        "there is no file system '" + partition + "' that is understood; there are: " + names());
  }

  private String names() {
    StringBuilder names = new StringBuilder();
    for (Named candidate : named) {
      names.append(names.isEmpty() ? "" : ", ").append(candidate.partition());
    }
    return names.isEmpty() ? "none" : names.toString();
  }
}
