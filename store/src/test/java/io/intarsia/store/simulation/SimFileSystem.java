package io.intarsia.store.simulation;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A simulated disk as one process sees it: the tables of the JVM are then those of a process. */
final class SimFileSystem extends FileSystem {
  private final int number;
  private final @Nullable Actor actor;
  private @Nullable World world;
  private volatile boolean isAlive = true;
  private volatile boolean sawDamage;
  private int operationsToLive = Integer.MAX_VALUE;

  SimFileSystem(World world, int number, @Nullable Actor actor) {
    this.world = world;
    this.number = number;
    this.actor = actor;
  }

  World world() {
    if (world == null) {
      throw new IllegalStateException("this world has ended");
    }
    return world;
  }

  Disk disk() {
    return world().disk();
  }

  @Nullable Actor actor() {
    return actor;
  }

  boolean isAlive() {
    return isAlive;
  }

  void die() {
    isAlive = false;
  }

  /** Lets the process die before the operation of that number, counted from now and from 1. */
  void dieBefore(int operation) {
    operationsToLive = operation - 1;
  }

  void forget() {
    world = null;
  }

  /** Whether a read of this process returned damaged bytes. */
  boolean sawDamage() {
    return sawDamage;
  }

  void seeDamage() {
    sawDamage = true;
  }

  /** Before an operation; see {@link World#step}. */
  void step(String operation, String file) throws IOException {
    if (operationsToLive-- == 0) {
      world().bury(this);
    }
    world().step(this, operation, file);
  }

  /** Before an operation that may fail. */
  void attempt(String operation, String file) throws IOException {
    step(operation, file);
    failPerhaps(operation, file);
  }

  void failPerhaps(String operation, String file) throws IOException {
    if (actor != null && world().chance(world().faults().errors())) {
      throw new InjectedException(operation, file);
    }
  }

  @Override
  public FileSystemProvider provider() {
    return SimProvider.ONLY;
  }

  @Override
  public SimPath getPath(String first, String... more) {
    StringBuilder name = new StringBuilder(first);
    for (String part : more) {
      name.append('/').append(part);
    }
    return SimPath.of(this, name.toString());
  }

  @Override
  public void close() {
    world().bury(this);
  }

  @Override
  public boolean isOpen() {
    return isAlive;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(getPath("/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic", "posix");
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    throw new UnsupportedOperationException();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String toString() {
    return "process " + number;
  }
}
