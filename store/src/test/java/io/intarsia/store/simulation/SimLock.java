package io.intarsia.store.simulation;

import java.nio.channels.FileLock;

/** A lock on a whole simulated file. */
final class SimLock extends FileLock {
  private final SimChannel channel;
  private volatile boolean isValid = true;

  SimLock(SimChannel channel, long position, long size, boolean shared) {
    super(channel, position, size, shared);
    this.channel = channel;
  }

  @Override
  public boolean isValid() {
    return isValid && channel.isOpen();
  }

  @Override
  public void release() {
    isValid = false;
    channel.unlock();
  }
}
