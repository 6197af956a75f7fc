package io.intarsia.library.checkin;

import io.intarsia.bytes.ByteSource;
import io.intarsia.catalog.Catalog;
import io.intarsia.catalog.Image;
import io.intarsia.catalog.VersionFileSystem;
import io.intarsia.catalog.VersionId;
import io.intarsia.catalog.VersionSizes;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.image.AllowedBackingFiles;
import io.intarsia.formats.image.BackingFiles;
import io.intarsia.formats.image.DiskImage;
import io.intarsia.formats.image.DiskImages;
import io.intarsia.formats.image.compressed.Compression;
import io.intarsia.library.checkin.plan.ImagePlan;
import io.intarsia.library.checkin.plan.Place;
import io.intarsia.library.checkin.plan.PlacePlan;
import io.intarsia.library.checkin.plan.PlanOptions;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.manifest.BlockMap;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.library.workspace.Threads;
import io.intarsia.library.workspace.VersionFinder;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.InsertCounts;
import io.intarsia.store.Inserter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Checks a disk image in: one new version, visible only once all of it is durable. */
public final class CheckIn {
  private final Workspace workspace;
  private final CheckInRequest request;
  private final Progress progress;
  private final long startNanos = System.nanoTime();

  public CheckIn(Workspace workspace, CheckInRequest request, Progress progress) {
    this.workspace = workspace;
    this.request = request;
    this.progress = progress;
  }

  /**
   * Checks in.
   *
   * @throws LibraryException when the source or the names are refused; nothing was changed then
   */
  public CheckInResult run() throws IOException {
    ImageReference.checkName(request.name());
    try (SourceFile source = source();
        DiskImage image = DiskImages.open(source.source(), innerFormat(), backing())) {
      for (ByteSource disk : image.disks()) {
        requireStorable(disk);
      }
      return planAndStore(source, image);
    }
  }

  private SourceFile source() throws IOException {
    Path file = request.file();
    SourceFile source =
        file == null
            ? SourceFile.spool(System.in, workspace.store().temporaryFile("stdin"))
            : SourceFile.open(file);
    try {
      Compression compression = Compression.of(source.source(), request.format());
      return compression == null
          ? source
          : SourceFile.decompressed(
              source, compression, workspace.store().temporaryFile("disk"), progress);
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** What was compressed is recognised by its content. */
  private @Nullable String innerFormat() {
    String format = request.format();
    return Compression.isName(format) ? null : format;
  }

  private CheckInResult planAndStore(SourceFile source, DiskImage image) throws IOException {
    PlanOptions options =
        new PlanOptions(request.index(), request.freeSpace() == FreeSpace.DROP, request.drop());
    try (Planning planning = new Planning(image.disks(), options)) {
      VersionId derivedFrom = derivedFrom();
      VersionCommit.requireUnlocked(workspace.catalog(), request.name());
      workspace.store();
      CheckInResult same =
          options.equals(PlanOptions.exact()) && image.attachments().isEmpty()
              ? takeSame(source, image, planning, derivedFrom)
              : null;
      return same != null ? same : store(source, image, planning, derivedFrom);
    }
  }

  /** Takes what is stored of the same bytes, if anything is. */
  private @Nullable CheckInResult takeSame(
      SourceFile source, DiskImage image, Planning planning, @Nullable VersionId derivedFrom)
      throws IOException {
    SameVersion same =
        new SameVersion.Search(workspace, image.disks(), planning, progress)
            .find(request.name(), derivedFrom);
    if (same == null) {
      return null;
    }
    source.requireUnchanged();
    try {
      return version(image, derivedFrom)
          .commit(null, same.stored(workspace.catalog(), planning.dataBytes()), same::requireStill);
    } catch (SameVersion.GoneException e) {
      return null;
    }
  }

  private CheckInResult store(
      SourceFile source, DiskImage image, Planning planning, @Nullable VersionId derivedFrom)
      throws IOException {
    ImagePlan plan = planning.plan();
    long dataBytes = planning.dataBytes() - plan.droppedBytes();
    return workspace.storing(_ -> store(source, image, plan, derivedFrom, dataBytes));
  }

  private static void requireStorable(ByteSource disk) throws LibraryException {
    if (disk.size() > BlockMap.MAX_DISK_BYTES) {
      throw new LibraryException(
          disk.description()
              + " has "
              + disk.size()
              + " bytes; disks of up to 1 PiB can be checked in");
    }
  }

  private BackingFiles backing() {
    Path file = request.file();
    return AllowedBackingFiles.of(
        file == null ? Path.of("-").toAbsolutePath() : file, request.allowedBacking());
  }

  private @Nullable VersionId derivedFrom() throws IOException {
    Catalog catalog = workspace.soundCatalog();
    if (request.derivedFrom() != null) {
      return VersionFinder.version(catalog, request.derivedFrom()).version().id();
    }
    Image image = catalog.image(request.name());
    Long newest = image == null ? null : image.newestVersion();
    return image == null || newest == null ? null : new VersionId(image.id(), newest);
  }

  private CheckInResult store(
      SourceFile source,
      DiskImage image,
      ImagePlan plan,
      @Nullable VersionId derivedFrom,
      long dataBytes)
      throws IOException {
    progress.begin("checking in " + request.name(), dataBytes);
    int chunkSize = workspace.store().header().chunkSize();
    ExecutorService threads = Threads.start("check-in");
    try (Inserter inserter = workspace.store().inserter(threads)) {
      ImageImport.Result imported =
          ImageImport.run(
              plan,
              image.attachments(),
              GuideChoice.choose(
                  workspace.catalog(),
                  workspace.objects(),
                  request.name(),
                  derivedFrom,
                  plan,
                  chunkSize),
              inserter,
              chunkSize,
              threads,
              progress);
      source.requireUnchanged();
      inserter.seal();
      progress.end();
      return version(image, derivedFrom)
          .commit(inserter, stored(inserter, plan, imported, dataBytes), _ -> {});
    } finally {
      threads.shutdownNow();
    }
  }

  private VersionCommit version(DiskImage image, @Nullable VersionId derivedFrom) {
    return new VersionCommit(workspace, request, image, derivedFrom, startNanos);
  }

  private static VersionCommit.Stored stored(
      Inserter inserter, ImagePlan plan, ImageImport.Result imported, long dataBytes) {
    InsertCounts counts = inserter.counts();
    VersionSizes sizes =
        new VersionSizes(
            plan.bytes().size(),
            dataBytes,
            imported.newFileBytes(),
            imported.newSkeletonBytes(),
            counts.newObjectBytes(),
            counts.storedBytes());
    return new VersionCommit.Stored(
        imported.manifest(),
        sizes,
        imported.blocks(),
        fileSystems(imported),
        Understood.of(imported.places()),
        plan.droppedBytes(),
        plan.dropped());
  }

  /** The file systems that the catalog knows: those in files have no disk of their own. */
  static List<VersionFileSystem> fileSystems(ImageImport.Result imported) {
    List<VersionFileSystem> found = new ArrayList<>();
    for (PlacePlan plan : imported.places()) {
      PlacePlan.FilePlan files = plan.files();
      if (files != null && !(plan.place() instanceof Place.OfFile)) {
        FileSystem fs = files.fileSystem();
        Place place = plan.place();
        String name = place instanceof Place.OfPartition at ? at.partition().name() : place.name();
        found.add(
            new VersionFileSystem(place.disk(), name, fs.type(), fs.uuid(), files.fileCount()));
      }
    }
    return found;
  }
}
