package io.intarsia.library.checkin.cut;

import io.intarsia.library.checkin.guide.Guide;
import io.intarsia.library.checkin.plan.ImagePlan;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.frame.Fingerprints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All pieces of a disk, of the skeleton and of each content, neighbours joined. */
final class Cuts {
  /** A piece with its bytes; zeros have no fingerprint. */
  record Cut(long offset, long length, @Nullable Fingerprint chunk, long from, byte[] bytes) {
    String text() {
      Fingerprint whole = chunk;
      String hex = whole == null ? "zeros" : whole.toHex().substring(0, 8) + "+" + from;
      return offset + " " + length + " " + hex;
    }
  }

  final List<Cut> skeleton = new ArrayList<>();
  final Map<Integer, List<Cut>> contents = new TreeMap<>();
  int batches;

  static Cuts of(ImagePlan plan, Guide guide, int chunkSize, int batchBytes) throws IOException {
    Cuts cuts = new Cuts();
    Cutter cutter = new Cutter(plan.bytes(), plan.contents(), chunkSize, Fingerprints.plain());
    new BatchPlanner(
            plan,
            guide,
            chunkSize,
            batchBytes,
            batch -> cuts.take(cutter.cut(batch, new byte[batchBytes])))
        .run();
    return cuts;
  }

  private void take(CutBatch batch) {
    batches++;
    for (int i = 0; i < batch.pieces().size(); i++) {
      List<Cut> into =
          switch (batch.batch().runs().get(i)) {
            case Run.ContentRun run -> content(run.content());
            case Run.ContentHole hole -> content(hole.content());
            case Run.GapRun _, Run.GapHole _, Run.GuidedRun _ -> skeleton;
          };
      for (Piece piece : batch.pieces().get(i)) {
        add(into, piece, batch.buffer());
      }
    }
  }

  private List<Cut> content(int number) {
    return contents.computeIfAbsent(number, _ -> new ArrayList<>());
  }

  private static void add(List<Cut> cuts, Piece piece, byte[] buffer) {
    byte[] bytes = new byte[(int) piece.length()];
    Fingerprint chunk = piece.fingerprint();
    if (chunk != null) {
      if (!Fingerprint.ofChunk(buffer, piece.bufferOffset(), piece.chunkLength()).equals(chunk)) {
        throw new AssertionError("the buffer does not hold the chunk of " + piece);
      }
      System.arraycopy(buffer, piece.bufferOffset() + piece.from(), bytes, 0, bytes.length);
    }
    Cut last = cuts.isEmpty() ? null : cuts.getLast();
    if (last != null && continues(last, piece)) {
      byte[] joined = new byte[last.bytes().length + bytes.length];
      System.arraycopy(last.bytes(), 0, joined, 0, last.bytes().length);
      System.arraycopy(bytes, 0, joined, last.bytes().length, bytes.length);
      cuts.set(cuts.size() - 1, new Cut(last.offset(), joined.length, chunk, last.from(), joined));
    } else {
      cuts.add(new Cut(piece.offset(), piece.length(), chunk, piece.from(), bytes));
    }
  }

  private static boolean continues(Cut last, Piece piece) {
    Fingerprint chunk = piece.fingerprint();
    if (last.offset() + last.length() != piece.offset()) {
      return false;
    }
    if (last.chunk() == null || chunk == null) {
      return last.chunk() == null && chunk == null;
    }
    return chunk.equals(last.chunk()) && last.from() + last.length() == piece.from();
  }

  List<String> text() {
    List<String> lines = new ArrayList<>();
    skeleton.forEach(cut -> lines.add("disk " + cut.text()));
    contents.forEach((number, cuts) -> cuts.forEach(c -> lines.add(number + " " + c.text())));
    return lines;
  }
}
