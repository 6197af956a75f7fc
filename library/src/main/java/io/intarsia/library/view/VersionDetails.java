package io.intarsia.library.view;

import io.intarsia.library.history.VersionSummary;
import io.intarsia.library.manifest.PlaceEntry;
import io.intarsia.library.record.Dropped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code show} tells of a version.
 *
 * @param format the container that it was checked in from
 * @param leftOut what of that container was not kept
 * @param notes what people should know of that container, a sentence each
 * @param droppedBytes bytes that were stored as zeros
 * @param dropped which they were
 * @param readers readers that made this representation: {@code ext4/1}
 * @param attachments files that came with the disks
 */
public record VersionDetails(
    VersionSummary summary,
    String format,
    List<String> leftOut,
    List<String> notes,
    long droppedBytes,
    List<Dropped> dropped,
    List<String> readers,
    List<DiskDetails> disks,
    List<ListedFile> attachments) {

  /**
   * A disk.
   *
   * @param name {@code d0}
   * @param scheme of the partition table: {@code gpt mbr none}
   * @param sha256 of the raw content if known, hexadecimal
   * @param problems of the partition table
   */
  public record DiskDetails(
      String name,
      long virtualBytes,
      String scheme,
      @Nullable String sha256,
      List<String> problems,
      List<PartitionDetails> partitions) {}

  /**
   * A partition, a logical volume, or a file that holds a file system.
   *
   * @param offset on the disk; null for what lies in several pieces or in a file
   * @param type of a partition as its table says; kind of a volume's segments; {@code file}
   * @param segments of a volume
   * @param root whether this holds the root file system, which paths without a partition mean
   * @param problem why it was not, or not wholly, understood; null when it was
   */
  public record PartitionDetails(
      String name,
      StoredPlace.Kind kind,
      @Nullable Long offset,
      long length,
      String type,
      @Nullable String uuid,
      @Nullable String label,
      List<PlaceEntry.Segment> segments,
      @Nullable FileSystemDetails filesystem,
      boolean root,
      @Nullable String problem) {}

  /**
   * A file system, or what its signature says it is.
   *
   * @param understood whether its files can be listed
   * @param notes what a reader had to say of it
   */
  public record FileSystemDetails(
      String type,
      boolean understood,
      @Nullable String uuid,
      @Nullable String label,
      int blockSize,
      long files,
      long directories,
      List<String> notes) {}
}
