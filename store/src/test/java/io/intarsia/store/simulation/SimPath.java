package io.intarsia.store.simulation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path of a simulated file system. Neither links nor dots are known. */
final class SimPath implements Path {
  private final SimFileSystem system;
  private final boolean isAbsolute;
  private final List<String> parts;

  private SimPath(SimFileSystem system, boolean isAbsolute, List<String> parts) {
    this.system = system;
    this.isAbsolute = isAbsolute;
    this.parts = List.copyOf(parts);
  }

  static SimPath of(SimFileSystem system, String name) {
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/", -1)) {
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return new SimPath(system, name.startsWith("/"), parts);
  }

  static SimPath of(Path path) {
    return (SimPath) path;
  }

  SimFileSystem system() {
    return system;
  }

  /** The absolute name on the disk. */
  String name() {
    return isAbsolute ? toString() : "/" + this;
  }

  @Override
  public FileSystem getFileSystem() {
    return system;
  }

  @Override
  public boolean isAbsolute() {
    return isAbsolute;
  }

  @Override
  public @Nullable Path getRoot() {
    return isAbsolute ? new SimPath(system, true, List.of()) : null;
  }

  @Override
  public @Nullable Path getFileName() {
    return parts.isEmpty() ? null : new SimPath(system, false, List.of(parts.getLast()));
  }

  @Override
  public @Nullable Path getParent() {
    if (parts.isEmpty() || (!isAbsolute && parts.size() == 1)) {
      return null;
    }
    return new SimPath(system, isAbsolute, parts.subList(0, parts.size() - 1));
  }

  @Override
  public int getNameCount() {
    return parts.size();
  }

  @Override
  public Path getName(int index) {
    return subpath(index, index + 1);
  }

  @Override
  public Path subpath(int from, int to) {
    return new SimPath(system, false, parts.subList(from, to));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof SimPath that
        && that.isAbsolute == isAbsolute
        && that.parts.size() <= parts.size()
        && parts.subList(0, that.parts.size()).equals(that.parts);
  }

  @Override
  public boolean endsWith(Path other) {
    List<String> end = of(other).parts;
    return end.size() <= parts.size()
        && parts.subList(parts.size() - end.size(), parts.size()).equals(end);
  }

  @Override
  public Path normalize() {
    return this;
  }

  @Override
  public Path resolve(Path other) {
    SimPath that = of(other);
    if (that.isAbsolute) {
      return that;
    }
    List<String> all = new ArrayList<>(parts);
    all.addAll(that.parts);
    return new SimPath(system, isAbsolute, all);
  }

  @Override
  public Path relativize(Path other) {
    if (!other.startsWith(this)) {
      throw new IllegalArgumentException(other + " is not below " + this);
    }
    return other.subpath(parts.size(), other.getNameCount());
  }

  @Override
  public URI toUri() {
    return URI.create("sim://" + name());
  }

  @Override
  public Path toAbsolutePath() {
    return isAbsolute ? this : new SimPath(system, true, parts);
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    system.step("realpath", name());
    return toAbsolutePath();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(Path other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SimPath that
        && system == that.system
        && isAbsolute == that.isAbsolute
        && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode() * 31 + system.hashCode();
  }

  @Override
  public String toString() {
    return (isAbsolute ? "/" : "") + String.join("/", parts);
  }
}
