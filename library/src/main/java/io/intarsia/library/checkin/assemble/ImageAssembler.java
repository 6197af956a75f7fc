package io.intarsia.library.checkin.assemble;

import io.intarsia.formats.image.Attachment;
import io.intarsia.library.checkin.cut.CutBatch;
import io.intarsia.library.checkin.cut.Piece;
import io.intarsia.library.checkin.cut.Run;
import io.intarsia.library.checkin.guide.Guides;
import io.intarsia.library.checkin.plan.ImagePlan;
import io.intarsia.library.checkin.plan.Place;
import io.intarsia.library.checkin.plan.PlacePlan;
import io.intarsia.library.manifest.DiskManifest;
import io.intarsia.library.manifest.ImageManifest;
import io.intarsia.library.manifest.PlaceEntry;
import io.intarsia.store.Inserter;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds an image from its cut batches, which come in order; used by one thread. */
public final class ImageAssembler {
  private final Inserter inserter;
  private final ImagePlan plan;
  private final ContentAssembler contents;
  private final BlockMapAssembler map;
  private final AttachmentTree attachments;
  private final List<PlacePlan> places = new ArrayList<>();

  public ImageAssembler(Inserter inserter, ImagePlan plan, Guides guides, int chunkSize) {
    this.inserter = inserter;
    this.plan = plan;
    this.contents = new ContentAssembler(inserter, plan.contents(), guides.files(), chunkSize);
    this.map = new BlockMapAssembler(inserter, plan, guides.blocks(), contents.ids());
    this.attachments = new AttachmentTree(inserter, chunkSize);
  }

  /** Takes the next batch. */
  public void take(CutBatch cut) throws IOException {
    for (int i = 0; i < cut.pieces().size(); i++) {
      List<Piece> pieces = cut.pieces().get(i);
      switch (cut.batch().runs().get(i)) {
        case Run.ContentRun run -> contents.pieces(run.content(), pieces, cut.buffer());
        case Run.ContentHole hole -> contents.pieces(hole.content(), pieces, cut.buffer());
        case Run.GapRun run -> map.pieces(pieces, cut.buffer(), run.grid().base());
        case Run.GuidedRun run -> map.pieces(pieces, cut.buffer(), run.grid().base());
        case Run.GapHole hole -> map.pieces(pieces, cut.buffer(), hole.disk());
      }
    }
  }

  /** Stores files that come with the image. */
  public void attach(List<Attachment> files) throws IOException {
    attachments.add(files);
  }

  /** Writes trees, block maps and manifests; returns the image manifest's fingerprint. */
  public Fingerprint finish() throws IOException {
    List<List<@Nullable Fingerprint>> nodes = map.finish();
    List<@Nullable Fingerprint> fileSystems = new ArrayList<>();
    for (PlacePlan place : plan.places()) {
      fileSystems.add(finishPlace(place));
    }
    List<Fingerprint> disks = new ArrayList<>();
    for (int disk = 0; disk < plan.disks().size(); disk++) {
      disks.add(finishDisk(disk, nodes.get(disk), fileSystems));
    }
    List<PlaceEntry.Volume> volumes = new ArrayList<>();
    List<PlaceEntry.InFile> inFiles = new ArrayList<>();
    PlaceEntries entries = new PlaceEntries(plan.disks());
    for (int i = 0; i < places.size(); i++) {
      switch (places.get(i).place()) {
        case Place.OfPartition _ -> {}
        case Place.OfVolume _ -> volumes.add(entries.volume(places.get(i), fileSystems.get(i)));
        case Place.OfFile _ -> inFiles.add(entries.inFile(places.get(i), fileSystems.get(i)));
      }
    }
    return new ImageManifest(disks, volumes, inFiles, attachments.finish())
        .put(inserter::putObject);
  }

  private Fingerprint finishDisk(
      int number, List<@Nullable Fingerprint> nodes, List<@Nullable Fingerprint> fileSystems)
      throws IOException {
    List<DiskManifest.PartitionEntry> entries = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      PlacePlan plan = places.get(i);
      if (plan.place() instanceof Place.OfPartition at && at.disk() == number) {
        entries.add(
            new DiskManifest.PartitionEntry(
                at.partition(), plan.signature(), plan.problem(), fileSystems.get(i)));
      }
    }
    ImagePlan.Disk disk = plan.disks().get(number);
    DiskManifest manifest =
        new DiskManifest(
            disk.size(), disk.table().scheme(), disk.table().problems(), entries, nodes);
    return manifest.put(inserter::putObject);
  }

  /** Writes a place's file system, if it has one, and notes the problems that were met. */
  private @Nullable Fingerprint finishPlace(PlacePlan place) throws IOException {
    PlacePlan.FilePlan files = place.files();
    if (files == null) {
      places.add(place);
      return null;
    }
    TreeBuilder builder =
        new TreeBuilder(inserter::putObject, files, plan.contents(), contents.ids());
    Fingerprint fileSystem = builder.build().put(inserter::putObject);
    places.add(place.problem() == null ? place.withProblem(builder.problems()) : place);
    return fileSystem;
  }

  /** The places with all problems that were met; complete after {@link #finish}. */
  public List<PlacePlan> places() {
    return places;
  }

  /** Blocks of the skeleton that were found in chunks stored before. */
  public long matchedBlocks() {
    return map.blocks().matchedBlocks();
  }

  /** Frames read to find them. */
  public long loadedFrames() {
    return map.blocks().loadedFrames();
  }

  /** Plain bytes of content chunks that were not stored before. */
  public long newFileBytes() {
    return contents.newBytes();
  }

  /** Plain bytes of skeleton chunks that were not stored before. */
  public long newSkeletonBytes() {
    return map.newBytes() + attachments.newBytes();
  }
}
