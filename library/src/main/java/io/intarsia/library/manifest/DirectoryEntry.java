package io.intarsia.library.manifest;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Xattr;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.object.BodyReader;
import io.intarsia.store.object.BodyWriter;
import io.intarsia.store.object.ReferenceTable;
import io.intarsia.store.object.StoredObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a directory tree: what a file is, wherever it lies. Equal entries in different images
 * are equal bytes.
 *
 * @param name in the bytes of the disk; empty for a root
 * @param size logical size of a regular file in bytes, else 0
 * @param content of a regular file; {@link ContentId#UNKNOWN} for all else
 * @param directory fingerprint of a directory's object, null for all else
 * @param target of a symbolic link, else null
 */
public record DirectoryEntry(
    byte[] name,
    FileType type,
    int mode,
    long uid,
    long gid,
    long mtimeSeconds,
    int mtimeNanos,
    List<Xattr> xattrs,
    long size,
    ContentId content,
    @Nullable Fingerprint directory,
    byte @Nullable [] target,
    int deviceMajor,
    int deviceMinor) {
  private static final int MAX_NAME_BYTES = 1 << 16;
  private static final int MAX_TARGET_BYTES = 1 << 20;
  private static final int MAX_XATTRS = 1 << 16;
  private static final int MAX_XATTR_BYTES = 16 << 20;
  private static final int HAS_XATTRS = 0x80;
  private static final FileType[] TYPES = FileType.values();

  /** The fingerprint of a directory's object. */
  public Fingerprint requireDirectory() {
    if (directory == null) {
      throw new IllegalStateException("not a directory");
    }
    return directory;
  }

  void write(BodyWriter body, ReferenceTable references) {
    body.bytes(name);
    body.u8(type.ordinal() | (xattrs.isEmpty() ? 0 : HAS_XATTRS));
    body.varint(mode).varint(uid).varint(gid).signed(mtimeSeconds).varint(mtimeNanos);
    switch (type) {
      case FILE -> {
        body.varint(size);
        content.writeHashed(body, references);
      }
      case DIRECTORY -> body.varint(references.object(requireDirectory()));
      case SYMLINK -> body.bytes(target == null ? new byte[0] : target);
      case CHARACTER_DEVICE, BLOCK_DEVICE -> body.varint(deviceMajor).varint(deviceMinor);
      case FIFO, SOCKET -> {}
    }
    if (!xattrs.isEmpty()) {
      body.varint(xattrs.size());
      for (Xattr xattr : xattrs) {
        body.bytes(xattr.name()).bytes(xattr.value());
      }
    }
  }

  static DirectoryEntry read(BodyReader body, StoredObject object) throws InvalidObjectException {
    byte[] name = body.bytes(MAX_NAME_BYTES);
    int typeAndFlags = body.u8();
    int typeNumber = typeAndFlags & ~HAS_XATTRS;
    if (typeNumber >= TYPES.length) {
      throw new InvalidObjectException("file type " + typeNumber + " is not known");
    }
    FileType type = TYPES[typeNumber];
    int mode = body.varintInt(07777);
    long uid = body.varint(0xFFFF_FFFFL);
    long gid = body.varint(0xFFFF_FFFFL);
    long mtimeSeconds = body.signed();
    int mtimeNanos = body.varintInt(999_999_999);
    long size = 0;
    ContentId content = ContentId.UNKNOWN;
    Fingerprint directory = null;
    byte[] target = null;
    int major = 0;
    int minor = 0;
    switch (type) {
      case FILE -> {
        size = body.varint(Long.MAX_VALUE);
        content = ContentId.read(body, object);
      }
      case DIRECTORY -> directory = References.object(body, object);
      case SYMLINK -> target = body.bytes(MAX_TARGET_BYTES);
      case CHARACTER_DEVICE, BLOCK_DEVICE -> {
        major = body.varintInt(Integer.MAX_VALUE);
        minor = body.varintInt(Integer.MAX_VALUE);
      }
      case FIFO, SOCKET -> {}
    }
    List<Xattr> xattrs = (typeAndFlags & HAS_XATTRS) == 0 ? List.of() : readXattrs(body);
    return new DirectoryEntry(
        name,
        type,
        mode,
        uid,
        gid,
        mtimeSeconds,
        mtimeNanos,
        xattrs,
        size,
        content,
        directory,
        target,
        major,
        minor);
  }

  private static List<Xattr> readXattrs(BodyReader body) throws InvalidObjectException {
    int count = body.count(MAX_XATTRS, 2);
    List<Xattr> xattrs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      xattrs.add(new Xattr(body.bytes(MAX_NAME_BYTES), body.bytes(MAX_XATTR_BYTES)));
    }
    return xattrs;
  }
}
