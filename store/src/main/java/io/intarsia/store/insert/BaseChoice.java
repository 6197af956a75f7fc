package io.intarsia.store.insert;

import io.intarsia.store.FrameId;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;

/**
 * Decides which frames are worth being read for the sake of new chunks that resemble what is in
 * them: whoever writes such a chunk, and whoever reads it, decompresses the other frame too. So a
 * frame has to serve an eighth of a frame of new chunks. That the file goes on is a promise of
 * that, as long as such promises are kept: in a data base only a page here and there may have
 * changed. One thread.
 */
public final class BaseChoice {
  private static final int SERVED_PART = 8;

  /** Frames of which it is remembered how much they would have served. */
  private static final int MAX_FRAMES = 64;

  /** A frame of new chunks is mostly compressed after chunks of so many others. */
  private static final int MAX_AT_HAND = 4;

  /** Frames that may be read for less than that, as long as others make up for them. */
  private static final int CREDIT = 8;

  private final int leastServed;
  private final LinkedHashMap<FrameId, Long> served = new LinkedHashMap<>(128, 0.75f, true);
  private final ArrayDeque<FrameId> atHand = new ArrayDeque<>();

  /** Bytes that frames still have to serve of those that they promised. */
  private long owed;

  /**
   * @param frameSize of the store, in bytes
   */
  public BaseChoice(int frameSize) {
    this.leastServed = frameSize / SERVED_PART;
  }

  /**
   * Whether a frame is worth being read for a chunk.
   *
   * @param length of the chunk
   * @param run bytes from the chunk on that probably resemble what follows in the frame; believed
   *     as long as that was mostly true before
   */
  public boolean isWorth(FrameId frame, int length, long run) {
    if (atHand.remove(frame)) {
      atHand.addLast(frame);
      owed = Math.max(0, owed - length);
      return true;
    }
    long bytes = served.merge(frame, (long) length, Long::sum);
    boolean isPromised = run >= leastServed && owed < (long) CREDIT * leastServed;
    if (bytes < leastServed && !isPromised) {
      if (served.size() > MAX_FRAMES) {
        served.pollFirstEntry();
      }
      return false;
    }
    if (bytes < leastServed) {
      owed += leastServed - length;
    }
    served.remove(frame);
    atHand.addLast(frame);
    if (atHand.size() > MAX_AT_HAND) {
      atHand.removeFirst();
    }
    return true;
  }
}
