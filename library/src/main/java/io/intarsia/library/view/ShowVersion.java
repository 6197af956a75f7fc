package io.intarsia.library.view;

import io.intarsia.catalog.Catalog;
import io.intarsia.library.history.VersionLists;
import io.intarsia.library.manifest.DiskManifest;
import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.library.record.VersionRecord;
import io.intarsia.library.record.VersionRecordCodec;
import io.intarsia.library.view.StoredDisk.StoredPartition;
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
    List<StoredDisk> disks = StoredDisk.of(workspace.objects(), manifest);
    StoredFileSystems fileSystems = new StoredFileSystems(workspace.objects(), disks);
    StoredFileSystems.Named root = fileSystems.root();
    String rootName = root == null ? null : root.partition();
    VersionRecord entry =
        VersionRecordCodec.decode(workspace.store().records().read(found.version().recordNumber()));
    List<VersionDetails.DiskDetails> details = new ArrayList<>();
    for (StoredDisk disk : disks) {
      details.add(describe(workspace.catalog(), disk, rootName));
    }
    List<String> readers =
        fileSystems.all().stream().map(named -> named.fileSystem().reader()).distinct().toList();
    return new VersionDetails(
        VersionLists.summary(workspace.catalog(), found.image(), found.version()),
        found.version().sourceFormat(),
        entry.leftOut(),
        entry.droppedBytes(),
        readers,
        details);
  }

  private static VersionDetails.DiskDetails describe(
      Catalog catalog, StoredDisk disk, @Nullable String rootName) throws IOException {
    byte[] sha256 = catalog.digest(disk.id().toBytes());
    List<VersionDetails.PartitionDetails> partitions = new ArrayList<>();
    for (StoredPartition partition : disk.partitions()) {
      partitions.add(describe(partition, partition.name().equals(rootName)));
    }
    return new VersionDetails.DiskDetails(
        disk.name(),
        disk.manifest().size(),
        disk.manifest().scheme(),
        sha256 == null ? null : HexFormat.of().formatHex(sha256),
        disk.manifest().problems(),
        partitions);
  }

  private static VersionDetails.PartitionDetails describe(StoredPartition partition, boolean root) {
    DiskManifest.PartitionEntry entry = partition.entry();
    return new VersionDetails.PartitionDetails(
        partition.name(),
        entry.partition().offset(),
        entry.partition().length(),
        entry.partition().type(),
        entry.partition().uuid(),
        entry.partition().label(),
        describe(partition.fileSystem(), entry.signature()),
        root,
        entry.problem());
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
