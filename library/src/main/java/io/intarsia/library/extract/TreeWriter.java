package io.intarsia.library.extract;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.DirectoryObject;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.error.MissingChunkException;
import io.intarsia.store.error.StoreException;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Walks a stored tree without recursion and has each entry written. What is damaged in the store is
 * passed over, so that the rest can be had; the first damage is told.
 */
final class TreeWriter {
  private final ObjectSource objects;
  private final OpenDirectories where;
  private final EntryWriter writer;
  private final ArrayDeque<Level> way = new ArrayDeque<>();
  private @Nullable StoreException damage;

  TreeWriter(ObjectSource objects, OpenDirectories where, EntryWriter writer) {
    this.objects = objects;
    this.where = where;
    this.writer = writer;
  }

  /** A directory whose files are written, and what is still to be done below it. */
  private record Level(DirectoryEntry directory, ArrayDeque<DirectoryEntry> subdirectories) {}

  /** The first thing met that is damaged, or null. */
  @Nullable StoreException damage() {
    return damage;
  }

  /** Writes an entry, and all below it, into the current directory. */
  void write(DirectoryEntry entry) throws IOException {
    if (entry.type() != FileType.DIRECTORY) {
      writeFile(entry);
      return;
    }
    enter(entry);
    finishLevels();
  }

  /** Writes what is in a directory into the current directory. */
  void writeContents(DirectoryEntry directory) throws IOException {
    for (DirectoryEntry subdirectory : writeFiles(directory)) {
      write(subdirectory);
    }
  }

  private void finishLevels() throws IOException {
    while (!way.isEmpty()) {
      Level level = way.element();
      DirectoryEntry next = level.subdirectories.poll();
      if (next != null) {
        enter(next);
      } else {
        writer.finishDirectory(level.directory);
        where.leave();
        way.pop();
      }
    }
  }

  private void enter(DirectoryEntry directory) throws IOException {
    if (writer.makeDirectory(directory)) {
      where.enter(directory.name());
      way.push(new Level(directory, writeFiles(directory)));
    }
  }

  /** Writes all but the subdirectories, and returns those. */
  private ArrayDeque<DirectoryEntry> writeFiles(DirectoryEntry directory) throws IOException {
    ArrayDeque<DirectoryEntry> subdirectories = new ArrayDeque<>();
    try {
      DirectoryObject.read(
          objects,
          directory.requireDirectory(),
          entry -> {
            if (entry.type() == FileType.DIRECTORY) {
              subdirectories.add(entry);
            } else {
              writeFile(entry);
            }
          });
    } catch (DamagedException | MissingChunkException | InvalidObjectException e) {
      remember(e);
    }
    return subdirectories;
  }

  private void writeFile(DirectoryEntry entry) throws IOException {
    try {
      writer.write(entry);
    } catch (DamagedException | MissingChunkException | InvalidObjectException e) {
      remember(e);
    }
  }

  private void remember(StoreException e) {
    if (damage == null) {
      damage = e;
    }
  }
}
