package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The index of a directory's names ($I30): a B-tree with its root in the directory's record. */
final class DirectoryIndex {
  private static final byte[] I30 = Names.utf16("$I30");
  private static final int MAX_DEPTH = 32;

  private final FileRecord directory;
  private final byte[] root;
  private final int blockSize;
  private final @Nullable ByteSource blocks;

  /** Takes an entry that names a file. */
  interface Visitor {
    /**
     * @param key $FILE_NAME begins at {@code at} and lies in the array
     */
    void entry(long reference, byte[] key, int at) throws IOException;
  }

  DirectoryIndex(FileRecord directory) throws IOException {
    this.directory = directory;
    Attribute first = directory.first(TYPE_INDEX_ROOT, I30);
    if (first == null || !first.isResident()) {
      throw directory.malformed("a directory without an index");
    }
    this.root = first.value();
    boolean fits = root.length >= ROOT_HEADER + HEADER_SIZE;
    long size = fits ? LittleEndian.u32(root, ROOT_BLOCK_SIZE) : 0;
    boolean sound =
        Long.bitCount(size) == 1
            && size >= FIXUP_STRIDE
            && size <= MAX_BLOCK_SIZE
            && LittleEndian.i32(root, ROOT_INDEXED_TYPE) == TYPE_FILE_NAME;
    if (!sound) {
      throw directory.malformed("the root of its index");
    }
    this.blockSize = (int) size;
    Stream stream = directory.stream(TYPE_INDEX_ALLOCATION, I30);
    Volume volume = directory.volume();
    this.blocks =
        stream == null
            ? null
            : stream.open(volume, volume.pages(), "index of record " + directory.number());
  }

  /**
   * Visits all entries, in the order of the blocks. Blocks that are damaged are left out, and the
   * damage is thrown at the end.
   */
  void list(Visitor visitor) throws IOException {
    MalformedException damage = null;
    try {
      visit(root, ROOT_HEADER, visitor);
    } catch (MalformedException e) {
      damage = e;
    }
    Stream bitmap = directory.stream(TYPE_BITMAP, I30);
    if (blocks != null && bitmap != null) {
      Volume volume = directory.volume();
      ByteSource bits = bitmap.open(volume, volume.pages(), "index bitmap");
      long count = Math.min(blocks.size() / blockSize, bits.size() * Byte.SIZE);
      byte[] some = {};
      for (long block = 0; block < count; block++) {
        int bit = (int) (block % (Byte.SIZE * FIXUP_STRIDE));
        if (bit == 0) {
          long at = block / Byte.SIZE;
          some = bits.read(at, (int) Math.min(FIXUP_STRIDE, bits.size() - at));
        }
        if (((some[bit >> 3] >> (bit & 7)) & 1) != 0) {
          try {
            visit(block(block), BLOCK_HEADER, visitor);
          } catch (MalformedException e) {
            damage = damage == null ? e : damage;
          }
        }
      }
    }
    if (damage != null) {
      throw damage;
    }
  }

  private byte[] block(long number) throws IOException {
    ByteSource all = blocks;
    if (all == null || number < 0 || number >= all.size() / blockSize) {
      throw directory.malformed("a block of its index does not exist");
    }
    byte[] block = all.read(number * blockSize, blockSize);
    String damage = Fixups.apply(block, MAGIC_INDX);
    if (damage != null) {
      throw directory.malformed("block " + number + " of its index: " + damage);
    }
    if (LittleEndian.i64(block, BLOCK_VCN) != number * (blockSize / vcnBytes())) {
      throw directory.malformed("block " + number + " of its index is another one");
    }
    return block;
  }

  /** Index blocks are numbered in clusters, or in 512 bytes where clusters are larger than they. */
  private int vcnBytes() {
    int clusterSize = directory.volume().clusterSize();
    return clusterSize <= blockSize ? clusterSize : FIXUP_STRIDE;
  }

  private void visit(byte[] node, int header, Visitor visitor) throws IOException {
    int end = end(node, header);
    int at = firstEntry(node, header);
    while (!isLast(node, at, end)) {
      visitor.entry(LittleEndian.i64(node, at + ENTRY_REFERENCE), node, at + ENTRY_KEY);
      at += LittleEndian.u16(node, at + ENTRY_LENGTH);
    }
  }

  private int end(byte[] node, int header) throws IOException {
    long used = LittleEndian.u32(node, header + HEADER_USED);
    if (used > node.length - header) {
      throw directory.malformed("a node of its index is longer than there is room");
    }
    return header + (int) used;
  }

  private int firstEntry(byte[] node, int header) throws IOException {
    long first = LittleEndian.u32(node, header + HEADER_FIRST_ENTRY);
    if (first < HEADER_SIZE || first > node.length) {
      throw directory.malformed("a node of its index has no entries");
    }
    return header + (int) first;
  }

  /** Checks an entry and its name; whether it is the one without a name that ends the node. */
  private boolean isLast(byte[] node, int at, int end) throws IOException {
    int length = at > end - ENTRY_KEY ? 0 : LittleEndian.u16(node, at + ENTRY_LENGTH);
    if (length < ENTRY_KEY || length > end - at || (length & 7) != 0) {
      throw directory.malformed("an entry of its index does not fit");
    }
    int flags = LittleEndian.u16(node, at + ENTRY_FLAGS);
    int room = length - ((flags & ENTRY_HAS_CHILD) != 0 ? Long.BYTES : 0);
    if ((flags & ENTRY_IS_LAST) != 0) {
      if (room < ENTRY_KEY) {
        throw directory.malformed("an entry of its index does not fit");
      }
      return true;
    }
    boolean fits =
        room >= ENTRY_KEY + NAME_CHARS
            && room >= ENTRY_KEY + NAME_CHARS + 2 * nameLength(node, at + ENTRY_KEY);
    if (!fits) {
      throw directory.malformed("a name of its index does not fit");
    }
    return false;
  }

  /** 16-bit units of the name of a $FILE_NAME. */
  static int nameLength(byte[] key, int at) {
    return key[at + NAME_LENGTH] & 0xFF;
  }

  /** A name that was found, as it is spelled in the directory. */
  record Found(long record, byte[] name) {}

  /**
   * Looks a name up, whatever its case.
   *
   * @param name UTF-16LE
   */
  @Nullable Found find(byte[] name, UpCase upCase) throws IOException {
    byte[] node = root;
    int header = ROOT_HEADER;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      int end = end(node, header);
      int at = firstEntry(node, header);
      boolean last = isLast(node, at, end);
      while (!last) {
        int key = at + ENTRY_KEY;
        int units = nameLength(node, key);
        int order = upCase.compare(name, 0, name.length / 2, node, key + NAME_CHARS, units);
        if (order == 0) {
          byte[] spelled = new byte[2 * units];
          System.arraycopy(node, key + NAME_CHARS, spelled, 0, spelled.length);
          return new Found(LittleEndian.i64(node, at) & REFERENCE_MASK, spelled);
        }
        if (order < 0) {
          break;
        }
        at += LittleEndian.u16(node, at + ENTRY_LENGTH);
        last = isLast(node, at, end);
      }
      if ((LittleEndian.u16(node, at + ENTRY_FLAGS) & ENTRY_HAS_CHILD) == 0) {
        return null;
      }
      int entryEnd = at + LittleEndian.u16(node, at + ENTRY_LENGTH);
      long vcn = LittleEndian.i64(node, entryEnd - Long.BYTES);
      node = block(vcn / (blockSize / vcnBytes()));
      header = BLOCK_HEADER;
    }
    throw directory.malformed("its index is too deep");
  }
}
