package io.intarsia.store.error;

import io.intarsia.store.chunk.Fingerprint;
import org.jspecify.annotations.Nullable;

/** Bytes of the store are not what was written. */
public final class DamagedException extends StoreException {
  private final String file;
  private final String what;
  private final long frameOffset;
  private final @Nullable Fingerprint chunk;

  /**
   * @param file the damaged file, relative to the store
   * @param what what is wrong with it
   */
  public DamagedException(String file, String what) {
    this(file, what, -1, null);
  }

  /**
   * @param frameOffset offset in bytes in the pack of the damaged frame, or -1
   * @param chunk the chunk or object that could not be read, if one was asked for
   */
  public DamagedException(String file, String what, long frameOffset, @Nullable Fingerprint chunk) {
    super(message(file, what, frameOffset, chunk));
    this.file = file;
    this.what = what;
    this.frameOffset = frameOffset;
    this.chunk = chunk;
  }

  /** The damaged file, relative to the store. */
  public String file() {
    return file;
  }

  /** What is wrong. */
  public String what() {
    return what;
  }

  /** Offset in bytes of the damaged frame in its pack; -1 where no frame is concerned. */
  public long frameOffset() {
    return frameOffset;
  }

  /** The chunk or object that could not be read, if one was asked for. */
  public @Nullable Fingerprint chunk() {
    return chunk;
  }

  private static String message(
      String file, String what, long frameOffset, @Nullable Fingerprint chunk) {
    StringBuilder text = new StringBuilder(file).append(" is damaged: ").append(what);
    if (frameOffset >= 0) {
      text.append(" (frame at byte ").append(frameOffset).append(')');
    }
    if (chunk != null) {
      text.append(" (chunk ").append(chunk).append(')');
    }
    return text.toString();
  }
}
