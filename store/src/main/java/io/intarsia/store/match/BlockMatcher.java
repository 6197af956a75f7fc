package io.intarsia.store.match;

import io.intarsia.store.FrameId;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.frame.Anchor;
import io.intarsia.store.index.Index;
import io.intarsia.store.read.PackReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for blocks among the chunks of the store. What lay together is stored together, so a frame
 * that one block's anchor led to is kept for a while, and the blocks that follow are sought in the
 * frames at hand first. Loading frames is paid from a budget that grows with the blocks asked for
 * and with those found, so that data that only seems to be known costs little. Not thread-safe.
 *
 * <p>What it finds is a hint about what is stored: whoever uses it references the chunk through the
 * {@link io.intarsia.store.Inserter}.
 */
public final class BlockMatcher {
  private static final long MAX_BYTES = 16L << 20;
  private static final int MAX_BUDGET = 64;
  private static final double BUDGET_PER_BLOCK = 4.0 / 256;
  private static final double BUDGET_PER_MATCH = 1.0 / 8;

  private final Index index;
  private final FrameLoader loader;
  private final LinkedHashMap<FrameId, LoadedFrame> frames = new LinkedHashMap<>(32, 0.75f, true);
  private final Set<FrameId> unusable = new HashSet<>();
  private long bytes;
  private double budget = MAX_BUDGET;
  private @Nullable FrameId lastId;
  private @Nullable LoadedFrame last;
  private int lastEnd;
  private long loadedFrames;
  private long matchedBlocks;

  public BlockMatcher(Index index, BlobStore blobs, PackReader packs) {
    this.index = index;
    this.loader = new FrameLoader(blobs, packs);
  }

  /** Whether there is anything to be found at all. */
  public boolean isUseful() {
    return index.view().hasAnchors();
  }

  /** Frames read so far. */
  public long loadedFrames() {
    return loadedFrames;
  }

  /** Blocks found so far. */
  public long matchedBlocks() {
    return matchedBlocks;
  }

  /**
   * Looks for the block of {@link Anchor#BLOCK} bytes at {@code at}, not all of them zero; null if
   * it is not found. Blocks are best asked for in the order of the disk.
   *
   * @throws IOException if the medium fails; damage in the store only makes a block not be found
   */
  public @Nullable BlockMatch find(byte[] block, int at) throws IOException {
    budget = Math.min(MAX_BUDGET, budget + BUDGET_PER_BLOCK);
    BlockMatch next = following(block, at);
    if (next != null) {
      return next;
    }
    long hash = Anchor.ofBlock(block, at);
    BlockMatch known = atHand(hash, block, at);
    if (known != null) {
      return known;
    }
    FrameId anchored = budget < 1 ? null : index.view().anchored(hash);
    if (anchored == null || frames.containsKey(anchored) || unusable.contains(anchored)) {
      return null;
    }
    LoadedFrame loaded = load(anchored);
    return loaded == null ? null : matchIn(anchored, loaded, loaded.find(hash), block, at);
  }

  /** What comes after the last match, in its frame. */
  private @Nullable BlockMatch following(byte[] block, int at) {
    LoadedFrame frame = last;
    FrameId id = lastId;
    return frame == null || id == null || lastEnd >= frame.plainLength()
        ? null
        : matchIn(id, frame, lastEnd, block, at);
  }

  private @Nullable BlockMatch atHand(long hash, byte[] block, int at) {
    for (var frame : frames.sequencedEntrySet().reversed()) {
      int offset = frame.getValue().find(hash);
      if (offset >= 0) {
        return matchIn(frame.getKey(), frame.getValue(), offset, block, at);
      }
    }
    return null;
  }

  private @Nullable BlockMatch matchIn(
      FrameId id, LoadedFrame frame, int offset, byte[] block, int at) {
    int length = offset < 0 ? 0 : frame.matches(offset, block, at);
    if (length == 0) {
      return null;
    }
    if (frame != last) {
      frames.get(id); // the most recently used from now on
      last = frame;
      lastId = id;
    }
    lastEnd = offset + length;
    budget = Math.min(MAX_BUDGET, budget + BUDGET_PER_MATCH);
    matchedBlocks++;
    return frame.match(offset, length);
  }

  private @Nullable LoadedFrame load(FrameId id) throws IOException {
    budget--;
    loadedFrames++;
    LoadedFrame frame;
    byte[] spare = null;
    while (bytes > MAX_BYTES && !frames.isEmpty()) {
      spare = dropEldest().buffer();
    }
    try {
      frame = loader.load(id, spare);
    } catch (StoreException | NoSuchFileException | EOFException e) {
      frame = null; // for verify to report; here it is only something that is not found
    }
    if (frame == null) {
      unusable.add(id);
      return null;
    }
    frames.put(id, frame);
    bytes += frame.plainLength();
    return frame;
  }

  private LoadedFrame dropEldest() {
    LoadedFrame eldest = frames.pollFirstEntry().getValue();
    bytes -= eldest.plainLength();
    if (eldest == last) {
      last = null;
    }
    return eldest;
  }
}
