package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The device with its chunks and trees. */
final class Volume {
  private final ByteSource source;
  private final Superblock superblock;
  private final ChunkMap chunks;
  private final TreeBlocks blocks;

  private Volume(ByteSource source, Superblock superblock, ChunkMap chunks) {
    this.source = source;
    this.superblock = superblock;
    this.chunks = chunks;
    this.blocks = new TreeBlocks(source, superblock, chunks);
  }

  static Volume open(ByteSource source) throws IOException {
    Superblock superblock = Superblock.read(source);
    Volume system = new Volume(source, superblock, ChunkMap.ofSystem(source, superblock));
    ChunkMap chunks = new ChunkMap(source.description(), superblock.deviceId());
    Cursor cursor = system.cursor(superblock.chunkRoot());
    boolean found = cursor.seek(new Key(FIRST_CHUNK_TREE, CHUNK_ITEM, 0));
    while (found && cursor.isAt(FIRST_CHUNK_TREE, CHUNK_ITEM)) {
      chunks.add(cursor.offset(), cursor.bytes(), cursor.dataAt(), cursor.dataSize());
      found = cursor.next();
    }
    return new Volume(source, superblock, chunks);
  }

  ByteSource source() {
    return source;
  }

  Superblock superblock() {
    return superblock;
  }

  ChunkMap chunks() {
    return chunks;
  }

  Cursor cursor(TreeRoot root) {
    return new Cursor(blocks, root);
  }

  /** The root of a tree that is no subvolume; null when there is no such tree. */
  @Nullable TreeRoot tree(long id) throws IOException {
    Cursor cursor = cursor(superblock.root());
    boolean found = cursor.seekBack(new Key(id, ROOT_ITEM, -1));
    return found && cursor.isAt(id, ROOT_ITEM) ? root(cursor) : null;
  }

  /** The root that stands at a place of the root tree. */
  TreeRoot root(Cursor cursor) throws MalformedException {
    byte[] b = cursor.bytes();
    int at = cursor.dataAt();
    boolean whole = cursor.dataSize() >= ROOT_ITEM_MIN_SIZE;
    int level = whole ? b[at + ROOT_LEVEL] & 0xFF : -1;
    if (!whole || level > MAX_LEVEL) {
      throw malformed("root of tree " + Long.toUnsignedString(cursor.objectId()));
    }
    return new TreeRoot(
        LittleEndian.i64(b, at + ROOT_BYTENR),
        level,
        LittleEndian.i64(b, at + ROOT_GENERATION),
        LittleEndian.i64(b, at + ROOT_DIRID));
  }

  /** Reads a logical range from its first copy. */
  void read(long address, byte[] target, int targetOffset, int length) throws IOException {
    chunks.pieces(
        address,
        length,
        (at, place, n) -> source.read(place, target, targetOffset + (int) (at - address), (int) n));
  }

  MalformedException malformed(String what) {
    return new MalformedException(source.description(), "btrfs: bad " + what);
  }
}
