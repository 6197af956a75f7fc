package io.intarsia.store;

/**
 * Where a chunk or an object lies.
 *
 * @param frame the frame that holds it
 * @param offset first byte in the plain frame
 * @param length bytes
 */
public record Place(FrameId frame, int offset, int length) {
  /** Bytes that it takes in the store, by the mean of its frame. */
  public double storedLength() {
    return (double) length * frame.storedLength() / frame.plainLength();
  }
}
