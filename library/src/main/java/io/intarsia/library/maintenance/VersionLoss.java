package io.intarsia.library.maintenance;

import io.intarsia.library.manifest.BlockMap;
import io.intarsia.library.manifest.ContentId;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.DirectoryObject;
import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.library.view.ImageView;
import io.intarsia.library.view.Paths;
import io.intarsia.library.view.StoredDisk;
import io.intarsia.library.view.StoredFileSystems;
import io.intarsia.library.view.StoredImage;
import io.intarsia.library.view.StoredPlace;
import io.intarsia.library.view.TreePath;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.MissingChunkException;
import io.intarsia.store.error.StoreException;
import io.intarsia.store.maintenance.LossWalk;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a version needs what is lost: paths of files, else offsets on a disk. Only what leads to
 * something lost is read.
 */
final class VersionLoss {
  private final ObjectSource objects;
  private final LossWalk walk;
  private final TouchCollector touches;
  private final Set<Fingerprint> lost = new HashSet<>();

  VersionLoss(ObjectSource objects, LossWalk walk, TouchCollector touches) {
    this.objects = objects;
    this.walk = walk;
    this.touches = touches;
  }

  /**
   * Finds the places of a version that {@code touches} was told of, and the version for each lost
   * thing.
   *
   * @return how many chunks and objects of it are lost
   */
  int find(Fingerprint manifest) throws IOException {
    lost.addAll(lostBelow(manifest));
    lost.forEach(touches::version);
    try {
      StoredImage image = StoredImage.of(objects, manifest);
      for (StoredPlace place : image.places()) {
        files(place.name(), place.fileSystem());
      }
      files(StoredFileSystems.ATTACHMENTS, image.attachments());
      for (StoredDisk disk : image.disks()) {
        blocks(image, disk);
      }
    } catch (StoreException e) {
      // what leads to the places is lost itself
    }
    for (Fingerprint each : lost) {
      if (!touches.isMet(each)) {
        touches.touch(each, null, null, null);
      }
    }
    return lost.size();
  }

  /** All that is lost at an object or below. */
  private Set<Fingerprint> lostBelow(Fingerprint root) throws IOException {
    Set<Fingerprint> found = new HashSet<>();
    Set<Fingerprint> seen = new HashSet<>();
    ArrayDeque<Fingerprint> todo = new ArrayDeque<>();
    todo.push(root);
    while (!todo.isEmpty()) {
      Fingerprint next = todo.pop();
      if (!walk.isTouched(next) || !seen.add(next)) {
        continue;
      }
      if (walk.lostObjects().contains(next)) {
        found.add(next);
      }
      StoredObject object = read(next);
      if (object != null) {
        object.objectRefs().forEach(todo::push);
        for (Fingerprint chunk : object.chunkRefs()) {
          if (walk.lostChunks().contains(chunk)) {
            found.add(chunk);
          }
        }
      }
    }
    return found;
  }

  private @Nullable StoredObject read(Fingerprint object) throws IOException {
    try {
      return objects.get(object);
    } catch (StoreException e) {
      return null;
    }
  }

  private void files(String partition, @Nullable FileSystemManifest fileSystem) throws IOException {
    if (fileSystem == null) {
      return;
    }
    for (Fingerprint links : fileSystem.hardLinks()) {
      if (walk.isTouched(links)) {
        touches.touch(links, partition, null, null);
      }
    }
    ArrayDeque<TreePath> todo = new ArrayDeque<>();
    todo.push(new TreePath(new byte[] {'/'}, fileSystem.root()));
    while (!todo.isEmpty()) {
      directory(partition, todo.pop(), todo);
    }
  }

  private void directory(String partition, TreePath directory, ArrayDeque<TreePath> todo)
      throws IOException {
    Fingerprint id = directory.entry().requireDirectory();
    if (!walk.isTouched(id)) {
      return;
    }
    if (walk.lostObjects().contains(id)) {
      touches.touch(id, partition, directory.path(), null);
    }
    try {
      DirectoryObject.read(
          objects,
          id,
          entry -> {
            switch (entry.type()) {
              case DIRECTORY ->
                  todo.push(new TreePath(Paths.child(directory.path(), entry.name()), entry));
              case FILE -> file(partition, directory.path(), entry);
              default -> {}
            }
          });
    } catch (StoreException e) {
      Fingerprint piece = chunk(e);
      if (piece != null && !piece.equals(id)) {
        touches.touch(piece, partition, directory.path(), null);
      }
    }
  }

  private void file(String partition, byte[] directory, DirectoryEntry file) throws IOException {
    ContentId content = file.content();
    Fingerprint id = content.fingerprint();
    if (id == null || !walk.isTouched(id)) {
      return;
    }
    byte[] path = Paths.child(directory, file.name());
    if (content.kind() == ContentId.Kind.CHUNK) {
      touches.touch(id, partition, path, null);
    } else {
      for (Fingerprint each : lostBelow(id)) {
        touches.touch(each, partition, path, null);
      }
    }
  }

  /** Where on the disk what is in no file would be. */
  private void blocks(StoredImage image, StoredDisk disk) throws IOException {
    if (!walk.isTouched(disk.id()) || touchesAll(lost)) {
      return;
    }
    BlockMap map = disk.manifest().blockMap(objects);
    long pos = map.nextStored(0);
    while (pos < map.diskSize()) {
      long at = pos;
      try {
        ImageView.visitChunks(
            objects,
            map,
            pos,
            pos + 1,
            (offset, chunk, from, length) -> block(image, disk, chunk, offset - from));
      } catch (StoreException e) {
        Fingerprint object = chunk(e);
        if (object != null) {
          block(image, disk, object, at);
        }
      }
      pos = map.nextStored(pos + BlockMap.SEGMENT_BYTES);
    }
  }

  private boolean touchesAll(Set<Fingerprint> needed) {
    for (Fingerprint each : needed) {
      if (!touches.isMet(each)) {
        return false;
      }
    }
    return true;
  }

  private void block(StoredImage image, StoredDisk disk, Fingerprint chunk, long offset) {
    if (lost.contains(chunk) && !touches.isMet(chunk)) {
      touches.touch(chunk, partition(image.places(), disk.number(), offset), null, offset);
    }
  }

  private static @Nullable String partition(List<StoredPlace> places, int disk, long offset) {
    for (StoredPlace place : places) {
      Long start = place.offset();
      if (place.disk() == disk
          && start != null
          && start <= offset
          && offset - start < place.length()) {
        return place.name();
      }
    }
    return null;
  }

  /** The chunk or object that a problem is about. */
  private static @Nullable Fingerprint chunk(StoreException problem) {
    return switch (problem) {
      case DamagedException damaged -> damaged.chunk();
      case MissingChunkException missing -> missing.fingerprint();
      default -> null;
    };
  }
}
