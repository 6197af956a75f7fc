package io.intarsia.library.checkin.assemble;

import io.intarsia.bytes.Zeros;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.image.Attachment;
import io.intarsia.library.manifest.ContentId;
import io.intarsia.library.manifest.ContentWriter;
import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.DirectoryWriter;
import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.store.Inserter;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Stores the files that came with an image as a file system of their own. */
final class AttachmentTree {
  private static final int FILE_MODE = 0644;
  private static final int DIRECTORY_MODE = 0755;

  private final Inserter inserter;
  private final int chunkSize;
  private final TreeMap<byte[], DirectoryEntry> files = new TreeMap<>(Arrays::compareUnsigned);
  private long newBytes;

  AttachmentTree(Inserter inserter, int chunkSize) {
    this.inserter = inserter;
    this.chunkSize = chunkSize;
  }

  /** Plain bytes of chunks that were not stored before. */
  long newBytes() {
    return newBytes;
  }

  /** Stores files; of several with one name the last counts. */
  void add(List<Attachment> attachments) throws IOException {
    for (Attachment attachment : attachments) {
      byte[] name = attachment.name().getBytes(StandardCharsets.UTF_8);
      ContentId content = content(attachment.bytes());
      files.put(
          name, entry(name, FileType.FILE, FILE_MODE, attachment.bytes().length, content, null));
    }
  }

  private ContentId content(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return ContentId.EMPTY;
    }
    if (bytes.length <= chunkSize && !Zeros.isZero(bytes, 0, bytes.length)) {
      Fingerprint sha256 =
          inserter.fingerprints().isKeyed() ? Fingerprint.ofChunk(bytes, 0, bytes.length) : null;
      return ContentId.ofChunk(put(bytes, 0, bytes.length), sha256);
    }
    ContentWriter writer = new ContentWriter(inserter::putObject, chunkSize, bytes.length);
    for (int at = 0; at < bytes.length; at += chunkSize) {
      int length = Math.min(chunkSize, bytes.length - at);
      if (Zeros.isZero(bytes, at, length)) {
        writer.hole(length);
      } else {
        writer.chunk(put(bytes, at, length));
      }
    }
    StoredObject object = writer.finish().withAttributes(sha256(bytes));
    return ContentId.ofList(inserter.putObject(object));
  }

  private Fingerprint put(byte[] bytes, int at, int length) throws IOException {
    Fingerprint chunk = inserter.fingerprints().ofChunk(bytes, at, length);
    newBytes += inserter.putChunk(chunk, bytes, at, length) ? length : 0;
    return chunk;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Writes the tree; null when there are no files. */
  @Nullable Fingerprint finish() throws IOException {
    if (files.isEmpty()) {
      return null;
    }
    DirectoryWriter directory = new DirectoryWriter(inserter::putObject);
    for (DirectoryEntry file : files.values()) {
      directory.add(file);
    }
    DirectoryEntry root =
        entry(
            new byte[0],
            FileType.DIRECTORY,
            DIRECTORY_MODE,
            0,
            ContentId.UNKNOWN,
            directory.finish());
    return new FileSystemManifest(
            "attachments",
            null,
            null,
            1,
            "attachments/1",
            root,
            files.size(),
            1,
            List.of(),
            List.of())
        .put(inserter::putObject);
  }

  private static DirectoryEntry entry(
      byte[] name,
      FileType type,
      int mode,
      long size,
      ContentId content,
      @Nullable Fingerprint directory) {
    return new DirectoryEntry(
        name, type, mode, 0, 0, 0, 0, List.of(), size, content, directory, null, 0, 0);
  }
}
