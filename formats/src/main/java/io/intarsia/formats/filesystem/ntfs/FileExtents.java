package io.intarsia.formats.filesystem.ntfs;

import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileSystem.ExtentVisitor;
import java.io.IOException;

/** Turns the runs of a stream into extents; neighbours of one kind are joined. */
final class FileExtents {
  private final Volume volume;
  private final Stream stream;
  private final ExtentVisitor visitor;
  private long start;
  private long end;
  private Extent.Kind kind = Extent.Kind.ZERO;
  private long place = -1;

  FileExtents(Volume volume, Stream stream, ExtentVisitor visitor) {
    this.volume = volume;
    this.stream = stream;
    this.visitor = visitor;
  }

  void visit() throws IOException {
    if (stream.resident() != null) {
      add(0, stream.size(), Extent.Kind.ELSEWHERE, -1);
    } else if (stream.unitClusters() == 0) {
      plainRuns();
    } else {
      units();
    }
    finish();
  }

  private void plainRuns() throws IOException {
    Runs runs = stream.runs();
    long clusterSize = volume.clusterSize();
    for (int run = 0; run < runs.count(); run++) {
      if (runs.place(run) != Runs.SPARSE) {
        stored(
            runs.start(run) * clusterSize,
            runs.end(run) * clusterSize,
            Extent.Kind.PLAIN,
            runs.place(run) * clusterSize);
      }
    }
  }

  private void units() throws IOException {
    Runs runs = stream.runs();
    int unit = stream.unitClusters();
    long clusterSize = volume.clusterSize();
    long vcn = 0;
    while (vcn < runs.end()) {
      int run = runs.runOf(vcn);
      if (runs.place(run) == Runs.SPARSE) {
        vcn = Math.max(vcn + unit, runs.end(run) / unit * unit);
        continue;
      }
      boolean plain = UnitMap.allocated(runs, vcn, unit) == unit;
      long to = (vcn + unit) * clusterSize;
      if (plain) {
        plainUnit(vcn, unit, clusterSize);
      } else {
        stored(vcn * clusterSize, to, Extent.Kind.ELSEWHERE, -1);
      }
      vcn += unit;
    }
  }

  /** A unit that is not compressed may lie in several runs. */
  private void plainUnit(long vcn, int unit, long clusterSize) throws IOException {
    Runs runs = stream.runs();
    long at = vcn;
    while (at < vcn + unit) {
      int run = runs.runOf(at);
      long to = Math.min(runs.end(run), vcn + unit);
      long from = runs.place(run) + (at - runs.start(run));
      stored(at * clusterSize, to * clusterSize, Extent.Kind.PLAIN, from * clusterSize);
      at = to;
    }
  }

  /** Cuts at the initialized size, from which on clusters read as zeros, and at the end. */
  private void stored(long from, long to, Extent.Kind how, long where) throws IOException {
    long written = Math.min(to, stream.initialized());
    if (from < written) {
      add(from, written, how, where);
    }
    long unwritten = Math.max(from, stream.initialized());
    if (unwritten < Math.min(to, stream.size())) {
      add(unwritten, Math.min(to, stream.size()), Extent.Kind.ZERO, -1);
    }
  }

  private void add(long from, long to, Extent.Kind how, long where) throws IOException {
    boolean joins =
        from == end && how == kind && (where < 0 || where - place == from - start) && end > start;
    if (!joins) {
      finish();
      start = from;
      kind = how;
      place = where;
    }
    end = to;
  }

  private void finish() throws IOException {
    if (end <= start) {
      return;
    }
    long length = end - start;
    if (kind == Extent.Kind.PLAIN && place > volume.source().size() - length) {
      throw new MalformedException(
          volume.source().description(), "a file's clusters beyond the end of the source");
    }
    visitor.extent(new Extent(start, length, kind, place));
    start = end;
  }
}
