package io.intarsia.library.manifest;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.BodyReader;
import io.intarsia.store.object.BodyWriter;
import io.intarsia.store.object.ReferenceTable;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The root of an image's objects; its fingerprint identifies this representation of the image.
 *
 * @param disks fingerprints of the {@link DiskManifest}s: {@code d0}, {@code d1} ...
 * @param volumes logical volumes that lie in partitions of the disks
 * @param inFiles file systems that lie in files of other file systems
 * @param attachments fingerprint of a {@link FileSystemManifest} of the files that came with the
 *     disks, or null
 */
public record ImageManifest(
    List<Fingerprint> disks,
    List<PlaceEntry.Volume> volumes,
    List<PlaceEntry.InFile> inFiles,
    @Nullable Fingerprint attachments) {
  private static final int MAX_DISKS = 1 << 12;
  private static final int MAX_PLACES = 1 << 16;

  public ImageManifest {
    disks = List.copyOf(disks);
    volumes = List.copyOf(volumes);
    inFiles = List.copyOf(inFiles);
  }

  public Fingerprint put(ObjectSink sink) throws IOException {
    BodyWriter body = new BodyWriter();
    ReferenceTable references = new ReferenceTable();
    body.varint(disks.size());
    for (Fingerprint disk : disks) {
      body.varint(references.object(disk));
    }
    body.varint(volumes.size());
    for (PlaceEntry.Volume volume : volumes) {
      volume.write(body, references);
    }
    body.varint(inFiles.size());
    for (PlaceEntry.InFile inFile : inFiles) {
      inFile.write(body, references);
    }
    References.writeOptional(body, references, attachments);
    return sink.put(StoredObject.of(Kinds.IMAGE, references, body.toByteArray()));
  }

  public static ImageManifest get(ObjectSource objects, Fingerprint fingerprint)
      throws IOException {
    StoredObject object = objects.get(fingerprint);
    BodyReader body = References.open(object, Kinds.IMAGE);
    int count = body.count(MAX_DISKS, 1);
    List<Fingerprint> disks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      disks.add(References.object(body, object));
    }
    int volumeCount = body.count(MAX_PLACES, 9);
    List<PlaceEntry.Volume> volumes = new ArrayList<>(volumeCount);
    for (int i = 0; i < volumeCount; i++) {
      volumes.add(PlaceEntry.Volume.read(body, object));
    }
    int inFileCount = body.count(MAX_PLACES, 7);
    List<PlaceEntry.InFile> inFiles = new ArrayList<>(inFileCount);
    for (int i = 0; i < inFileCount; i++) {
      inFiles.add(PlaceEntry.InFile.read(body, object));
    }
    return new ImageManifest(disks, volumes, inFiles, References.optionalObject(body, object));
  }
}
