package io.intarsia.library.manifest;

import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.BodyReader;
import io.intarsia.store.object.BodyWriter;
import io.intarsia.store.object.ReferenceTable;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The root of an image's objects; its fingerprint identifies this representation of the image.
 *
 * @param disks fingerprints of the {@link DiskManifest}s: {@code d0}, {@code d1} ...
 */
public record ImageManifest(List<Fingerprint> disks) {
  private static final int MAX_DISKS = 1 << 12;

  public ImageManifest {
    disks = List.copyOf(disks);
  }

  public Fingerprint put(ObjectSink sink) throws IOException {
    BodyWriter body = new BodyWriter();
    ReferenceTable references = new ReferenceTable();
    body.varint(disks.size());
    for (Fingerprint disk : disks) {
      body.varint(references.object(disk));
    }
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
    return new ImageManifest(disks);
  }
}
