package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.filesystem.FileSystem.RangeVisitor;
import java.io.IOException;

/**
 * The free clusters, believed only when every record of $MFT is sound and every cluster that any
 * attribute of any record has is in use, once.
 */
final class AllocationMap {
  private final Mft mft;
  private final Volume volume;
  private final ClusterBitmap bitmap;
  private long used;

  private AllocationMap(Mft mft) throws IOException {
    this.mft = mft;
    this.volume = mft.volume();
    this.bitmap = ClusterBitmap.read(mft);
  }

  static void freeSpace(Mft mft, VolumeState state, RangeVisitor visitor) throws IOException {
    Volume volume = mft.volume();
    if (!state.unsettled().isEmpty()) {
      throw volume.malformed("allocation map is not sound: " + state.unsettled().getFirst());
    }
    if (!volume.isWhole() || volume.boot().place() != 0 || mft.mirrorUsed()) {
      throw volume.malformed("allocation map is not sound: the volume is cut short or damaged");
    }
    AllocationMap map = new AllocationMap(mft);
    map.checkBootSectors();
    map.checkRecords();
    map.bitmap.visitFree(visitor);
  }

  /** The copy usually lies past the last cluster. */
  private void checkBootSectors() throws IOException {
    long copy = (volume.source().size() - 1) / volume.clusterSize();
    requireInUse(0, 1);
    BootSector found = BootSector.findCopy(volume.source());
    if (found != null && volume.holds(copy, 1)) {
      requireInUse(copy, 1);
    }
    long mirror = volume.boot().mirrorCluster();
    requireInUse(mirror, 1);
  }

  private void requireInUse(long first, long count) throws IOException {
    if (!bitmap.isInUse(first, count)) {
      throw volume.malformed("allocation map is not sound: cluster " + first + " is in use");
    }
  }

  private void checkRecords() throws IOException {
    for (long number = 0; number < mft.count(); number++) {
      if (mft.isBlank(number)) {
        continue;
      }
      byte[] record = mft.record(number);
      if ((LittleEndian.u16(record, FILE_FLAGS) & FILE_IN_USE) != 0) {
        for (Attribute attribute : FileRecord.attributesOf(volume, record, number)) {
          if (!attribute.isResident()) {
            checkRuns(attribute);
          }
        }
      }
    }
  }

  private void checkRuns(Attribute attribute) throws IOException {
    Runs runs = Runs.ofPiece(volume, attribute);
    if (attribute.lowestVcn() == 0) {
      Stream.checkSizes(volume, attribute);
    }
    boolean empty = runs.end() == 0 && attribute.highestVcn() == 0;
    if (!empty && attribute.lowestVcn() + runs.end() - 1 != attribute.highestVcn()) {
      throw volume.malformed("allocation map is not sound: runs end before their attribute says");
    }
    used += runs.allocated();
    if (!volume.holds(0, used)) {
      throw volume.malformed("allocation map is not sound: clusters have several owners");
    }
    for (int run = 0; run < runs.count(); run++) {
      if (runs.place(run) != Runs.SPARSE) {
        requireInUse(runs.place(run), runs.length(run));
      }
    }
  }
}
