package io.intarsia.library.manifest;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.object.BodyReader;
import io.intarsia.store.object.BodyWriter;
import io.intarsia.store.object.ReferenceTable;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file system that was understood.
 *
 * @param type as {@code blkid} names it
 * @param reader name and number of the reader that read it
 * @param root attributes and object of the root directory
 * @param files names of regular files; a file with two names counts twice
 * @param directories including the root
 * @param notes what the reader had to say of it
 * @param hardLinks pieces of the table of {@link HardLinks}
 */
public record FileSystemManifest(
    String type,
    @Nullable String uuid,
    @Nullable String label,
    int blockSize,
    String reader,
    DirectoryEntry root,
    long files,
    long directories,
    List<String> notes,
    List<Fingerprint> hardLinks) {
  public FileSystemManifest {
    notes = List.copyOf(notes);
    hardLinks = List.copyOf(hardLinks);
  }

  public Fingerprint put(ObjectSink sink) throws IOException {
    BodyWriter body = new BodyWriter();
    ReferenceTable references = new ReferenceTable();
    Texts.write(body, type);
    Texts.writeOptional(body, uuid);
    Texts.writeOptional(body, label);
    body.varint(blockSize);
    Texts.write(body, reader);
    root.write(body, references);
    body.varint(files).varint(directories);
    Texts.writeList(body, notes);
    body.varint(hardLinks.size());
    for (Fingerprint piece : hardLinks) {
      body.varint(references.object(piece));
    }
    return sink.put(StoredObject.of(Kinds.FILE_SYSTEM, references, body.toByteArray()));
  }

  public static FileSystemManifest get(ObjectSource objects, Fingerprint fingerprint)
      throws IOException {
    StoredObject object = objects.get(fingerprint);
    BodyReader body = References.open(object, Kinds.FILE_SYSTEM);
    String type = Texts.read(body);
    String uuid = Texts.readOptional(body);
    String label = Texts.readOptional(body);
    int blockSize = body.varintInt(Integer.MAX_VALUE);
    String reader = Texts.read(body);
    DirectoryEntry root = DirectoryEntry.read(body, object);
    if (root.type() != FileType.DIRECTORY) {
      throw new InvalidObjectException("the root of a file system is no directory");
    }
    long files = body.varint(Long.MAX_VALUE);
    long directories = body.varint(Long.MAX_VALUE);
    List<String> notes = Texts.readList(body);
    int pieces = body.count(StoredObject.MAX_REFERENCES, 1);
    List<Fingerprint> hardLinks = new ArrayList<>(pieces);
    for (int i = 0; i < pieces; i++) {
      hardLinks.add(References.object(body, object));
    }
    return new FileSystemManifest(
        type, uuid, label, blockSize, reader, root, files, directories, notes, hardLinks);
  }
}
