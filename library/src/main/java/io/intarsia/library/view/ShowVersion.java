package io.intarsia.library.view;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.library.damage.DamageMarks;
import io.intarsia.library.history.VersionLists;
import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.library.record.VersionRecord;
import io.intarsia.library.record.VersionRecordCodec;
import io.intarsia.library.workspace.VersionFinder;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells all of a version that does not need its data. */
public final class ShowVersion {
  private final Workspace workspace;

  public ShowVersion(Workspace workspace) {
    this.workspace = workspace;
  }

  public VersionDetails show(VersionFinder.Found found) throws IOException {
    Fingerprint manifest = Fingerprint.read(found.version().manifest(), 0);
    StoredImage image = StoredImage.of(workspace.objects(), manifest);
    StoredFileSystems fileSystems = new StoredFileSystems(workspace.objects(), image);
    StoredFileSystems.Named root = fileSystems.root();
    String rootName = root == null ? null : root.partition();
    VersionRecord entry =
        VersionRecordCodec.decode(workspace.readRecord(found.version().recordNumber()));
    List<VersionDetails.DiskDetails> details = new ArrayList<>();
    for (StoredDisk disk : image.disks()) {
      byte[] sha256 = VersionDigest.remembered(workspace, disk);
      details.add(describe(image, disk, sha256, rootName));
    }
    DamageMarks marks = DamageMarks.read(workspace.directory(), workspace.keys());
    List<String> readers =
        fileSystems.all().stream().map(named -> named.fileSystem().reader()).distinct().toList();
    return new VersionDetails(
        workspace.read(
            catalog -> VersionLists.summary(catalog, found.image(), found.version(), marks)),
        found.version().sourceFormat(),
        entry.leftOut(),
        entry.notes(),
        entry.droppedBytes(),
        entry.dropped(),
        readers,
        details,
        attachments(image));
  }

  private List<ListedFile> attachments(StoredImage image) throws IOException {
    List<ListedFile> listed = new ArrayList<>();
    FileSystemManifest tree = image.attachments();
    if (tree != null) {
      TreePath top = new TreePath(new byte[] {'/'}, tree.root());
      new FileLister(workspace.objects()).list(top, true, listed::add);
      listed.removeIf(file -> file.type() != FileType.FILE);
    }
    return listed;
  }

  /** A disk with its partitions, and after them the volumes and the files that begin on it. */
  private static VersionDetails.DiskDetails describe(
      StoredImage image, StoredDisk disk, byte @Nullable [] sha256, @Nullable String rootName)
      throws IOException {
    List<VersionDetails.PartitionDetails> partitions = new ArrayList<>();
    for (StoredPlace place : image.places()) {
      if (place.disk() == disk.number()) {
        partitions.add(describe(place, place.name().equals(rootName)));
      }
    }
    return new VersionDetails.DiskDetails(
        disk.name(),
        disk.manifest().size(),
        disk.manifest().scheme(),
        sha256 == null ? null : HexFormat.of().formatHex(sha256),
        disk.manifest().problems(),
        partitions);
  }

  private static VersionDetails.PartitionDetails describe(StoredPlace place, boolean root) {
    return new VersionDetails.PartitionDetails(
        place.name(),
        place.kind(),
        place.offset(),
        place.length(),
        place.type(),
        place.uuid(),
        place.label(),
        place.segments(),
        describe(place.fileSystem(), place.signature()),
        root,
        place.problem());
  }

  private static VersionDetails.@Nullable FileSystemDetails describe(
      @Nullable FileSystemManifest fs, @Nullable String signature) {
    if (fs != null) {
      return new VersionDetails.FileSystemDetails(
          fs.type(),
          true,
          fs.uuid(),
          fs.label(),
          fs.blockSize(),
          fs.files(),
          fs.directories(),
          fs.notes());
    }
    return signature == null
        ? null
        : new VersionDetails.FileSystemDetails(signature, false, null, null, 0, 0, 0, List.of());
  }
}
