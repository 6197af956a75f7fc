package io.intarsia.store.simulation;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** An open simulated file or directory. */
final class SimChannel extends FileChannel {
  private final SimFileSystem system;
  private final String name;
  private final Node node;
  private long position;

  SimChannel(SimPath file, Node node) {
    this.system = file.system();
    this.name = file.name();
    this.node = node;
  }

  private void attempt(String operation) throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    system.attempt(operation, name);
  }

  @Override
  public int read(ByteBuffer into, long at) throws IOException {
    attempt("read");
    byte[] bytes = new byte[shortened(into.remaining())];
    int count = node.read(at, bytes, bytes.length);
    if (count > 0) {
      damagePerhaps(bytes, count);
      into.put(bytes, 0, count);
    }
    return count;
  }

  private int shortened(int count) {
    World world = system.world();
    boolean isShort = system.actor() != null && world.chance(world.faults().shortCounts());
    return isShort && count > 1 ? 1 + world.random().nextInt(count - 1) : count;
  }

  private void damagePerhaps(byte[] bytes, int count) {
    World world = system.world();
    if (system.actor() != null && world.chance(world.faults().damages())) {
      bytes[world.random().nextInt(count)] ^= (byte) (1 << world.random().nextInt(8));
      system.seeDamage();
    }
  }

  @Override
  public int write(ByteBuffer from, long at) throws IOException {
    attempt("write");
    int wanted = shortened(from.remaining());
    int count = system.actor() == null ? wanted : system.world().room(wanted);
    if (count == 0 && wanted > 0) {
      throw new IOException("No space left on device");
    }
    byte[] bytes = new byte[count];
    from.get(bytes);
    node.write(Math.toIntExact(at), bytes);
    return count;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int count = read(into, position);
    position += Math.max(0, count);
    return count;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int count = write(from, position);
    position += count;
    return count;
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return read(into[offset]);
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      if (from[i].hasRemaining()) {
        return write(from[i]);
      }
    }
    return 0;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    attempt("size");
    return node.length();
  }

  @Override
  public void force(boolean metaData) throws IOException {
    try {
      attempt("sync");
    } catch (InjectedException e) {
      node.failSync();
      throw e;
    }
    Defect defect = system.world().defect();
    if (node.isDirectory() && defect != Defect.NO_DIRECTORY_SYNC) {
      system.disk().syncDirectory(name);
    } else if (!node.isDirectory() && defect != Defect.NO_FILE_SYNC) {
      node.sync();
    }
  }

  @Override
  public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
    attempt("map");
    byte[] bytes = new byte[Math.toIntExact(size)];
    int count = node.read(offset, bytes, bytes.length);
    if (count > 0) {
      damagePerhaps(bytes, count);
    }
    MemorySegment segment = arena.allocate(Math.max(1, size), 8).asSlice(0, size);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment.asReadOnly();
  }

  @Override
  public @Nullable FileLock tryLock(long at, long size, boolean shared) throws IOException {
    attempt("lock");
    World world = system.world();
    if (isIgnored(world.defect())) {
      return new SimLock(this, at, size, shared);
    }
    if (world.owner(node) == system) {
      throw new OverlappingFileLockException();
    }
    if (name.contains("/locks/")) {
      world.awaitFree(node, system); // who polls for a lock finds it free, later
    }
    if (world.owner(node) != null) {
      return null;
    }
    world.lock(node, system);
    return new SimLock(this, at, size, shared);
  }

  private boolean isIgnored(Defect defect) {
    return (defect == Defect.SESSIONS_IGNORED && name.contains("/sessions/"))
        || (defect == Defect.NO_COMMIT_LOCK && name.endsWith("/locks/commit"));
  }

  void unlock() {
    system.world().unlock(node, system);
  }

  /** As the system has it: to close any descriptor of a file gives up the process's lock on it. */
  @Override
  protected void implCloseChannel() {
    if (system.isAlive()) {
      unlock();
    }
  }

  @Override
  public FileLock lock(long at, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileChannel truncate(long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long offset, long size) {
    throw new UnsupportedOperationException();
  }
}
