package io.intarsia.library.checkin.cut;

import io.intarsia.bytes.ByteSource;
import io.intarsia.library.checkin.guide.Guide;
import io.intarsia.library.checkin.guide.GuideChunk;
import io.intarsia.library.checkin.plan.Contents;
import io.intarsia.library.checkin.plan.ImagePlan;
import io.intarsia.library.checkin.plan.OwnedRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Turns a plan into batches in disk order: each content where its first owned byte lies, the
 * skeleton between. When a batch reaches a place of the disk, all contents that own bytes before it
 * have been passed. Contents that own nothing come last.
 */
public final class BatchPlanner {
  private static final int MAX_RUNS = 2048;

  /** Takes batches; may block to hold the planner back. */
  @FunctionalInterface
  public interface BatchConsumer {
    void batch(Batch batch) throws IOException;
  }

  private final ImagePlan plan;
  private final Guide guide;
  private final int chunkSize;
  private final int batchBytes;
  private final Grids grids;
  private final BatchConsumer consumer;
  private final BitSet emitted = new BitSet();
  private List<Run> runs = new ArrayList<>();
  private int bytes;

  public BatchPlanner(
      ImagePlan plan, Guide guide, int chunkSize, int batchBytes, BatchConsumer consumer) {
    this.plan = plan;
    this.guide = guide;
    this.chunkSize = chunkSize;
    this.batchBytes = batchBytes;
    this.grids = new Grids(plan, chunkSize);
    this.consumer = consumer;
  }

  /** Produces all batches. */
  public void run() throws IOException {
    OwnedRanges owned = plan.owned();
    long pos = 0;
    for (int i = 0; i < owned.size(); i++) {
      gap(pos, owned.disk(i));
      if (!emitted.get(owned.content(i))) {
        content(owned.content(i));
      }
      pos = owned.disk(i) + owned.length(i);
    }
    gap(pos, plan.bytes().size());
    int count = plan.contents().count();
    for (int c = emitted.nextClearBit(0); c < count; c = emitted.nextClearBit(c + 1)) {
      content(c);
    }
    flush();
  }

  private void content(int content) throws IOException {
    emitted.set(content);
    Contents contents = plan.contents();
    long size = contents.size(content);
    long pos = 0;
    while (pos < size) {
      long data = contents.nextClaimed(content, pos);
      long dataChunk = data >= size ? size : data - data % chunkSize;
      if (dataChunk > pos) {
        add(new Run.ContentHole(content, pos, dataChunk - pos));
        pos = dataChunk;
        continue;
      }
      int length = (int) Math.min(contentStep(), size - pos);
      add(new Run.ContentRun(content, pos, length));
      pos += length;
    }
  }

  /** As many whole chunks as still fit the batch, at least one. */
  private int contentStep() {
    int room = (batchBytes - bytes) / chunkSize * chunkSize;
    return room > 0 ? room : Math.max(chunkSize, batchBytes / chunkSize * chunkSize);
  }

  /**
   * Cuts a gap so that it does not matter which zeros are holes: a cell of the grid is a hole only
   * as a whole.
   */
  private void gap(long from, long to) throws IOException {
    ByteSource disk = plan.bytes();
    long pos = from;
    while (pos < to) {
      Grids.Zone zone = grids.at(pos);
      long end = Math.min(to, zone.to());
      long data = Math.min(end, disk.nextData(pos));
      long dataCell = data == end ? end : Math.max(pos, zone.grid().lineAtOrBefore(data));
      if (dataCell > pos) {
        add(new Run.GapHole(pos, dataCell - pos));
        pos = dataCell;
        continue;
      }
      long hole = disk.nextHole(data);
      long dataEnd = hole >= end ? end : Math.min(end, zone.grid().lineAtOrAfter(hole));
      pos = gapData(pos, dataEnd, zone.grid());
    }
  }

  private long gapData(long from, long to, Run.Grid grid) throws IOException {
    GuideChunk chunk = guide.next(from, to);
    if (chunk == null) {
      return gridRun(from, to, grid);
    }
    if (chunk.disk() > from) {
      return gridRun(from, chunk.disk(), grid);
    }
    long chunkEnd = chunk.disk() + chunk.length();
    long end = Math.min(to, grid.lineAtOrAfter(chunkEnd));
    if (chunkEnd > plan.bytes().size()) {
      return gridRun(from, end, grid);
    }
    add(new Run.GuidedRun(chunk, from, end, grid));
    return end;
  }

  /** Adds a run up to {@code to} or as far as a batch goes, there ending on a line of the grid. */
  private long gridRun(long from, long to, Run.Grid grid) throws IOException {
    long length = to - from;
    int room = batchBytes - bytes;
    if (length > room) {
      long line = grid.lineAtOrBefore(from + batchBytes);
      length = Math.min(length, line > from ? line - from : grid.cell());
    }
    add(new Run.GapRun(from, (int) length, grid));
    return from + length;
  }

  private void add(Run run) throws IOException {
    if (bytes + run.bufferBytes() > batchBytes || runs.size() >= MAX_RUNS) {
      flush();
    }
    runs.add(run);
    bytes += run.bufferBytes();
  }

  private void flush() throws IOException {
    if (!runs.isEmpty()) {
      consumer.batch(new Batch(runs));
      runs = new ArrayList<>();
      bytes = 0;
    }
  }
}
