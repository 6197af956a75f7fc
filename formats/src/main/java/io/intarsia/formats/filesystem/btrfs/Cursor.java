package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.*;

import io.intarsia.bytes.LittleEndian;
import java.io.IOException;

/**
 * A place among the items of a tree. Each block must begin with the key by which its parent names
 * it, and end before the parent's next key: so no way through a damaged tree is endless. For one
 * thread.
 */
final class Cursor {
  private final TreeBlocks blocks;
  private final TreeRoot root;
  private final Node[] path = new Node[MAX_LEVEL + 1];
  private final int[] slots = new int[MAX_LEVEL + 1];

  Cursor(TreeBlocks blocks, TreeRoot root) {
    this.blocks = blocks;
    this.root = root;
  }

  /** Goes to the first item that is not before the key; false when there is none. */
  boolean seek(Key key) throws IOException {
    boolean found = seekBack(key);
    if (found && key.compareFrom(bytes(), keyAt()) == 0) {
      return true;
    }
    return found ? next() : path[0].count() > 0;
  }

  /**
   * Goes to the last item that is not after the key; false when there is none, the place being the
   * first item then.
   */
  boolean seekBack(Key key) throws IOException {
    path[root.level()] = blocks.get(root.block(), root.level(), root.generation());
    for (int level = root.level(); level > 0; level--) {
      slots[level] = Math.max(0, path[level].floor(key));
      enter(level);
    }
    int slot = path[0].floor(key);
    slots[0] = Math.max(0, slot);
    return slot >= 0;
  }

  /** Goes to the next item; false when there is none. */
  boolean next() throws IOException {
    int level = 0;
    while (level <= root.level() && slots[level] + 1 >= path[level].count()) {
      level++;
    }
    if (level > root.level()) {
      return false;
    }
    slots[level]++;
    for (; level > 0; level--) {
      enter(level);
      slots[level - 1] = 0;
    }
    return true;
  }

  /** Reads the block below the place at a level. */
  private void enter(int level) throws IOException {
    Node parent = path[level];
    int slot = slots[level];
    long address = parent.pointer(slot);
    Node child = blocks.get(address, level - 1, parent.pointerGeneration(slot));
    if (child.count() == 0
        || Key.compare(child.bytes(), child.keyAt(0), parent.bytes(), parent.keyAt(slot)) != 0
        || !endsInTime(child, level)) {
      throw blocks.malformed(address, "range of keys");
    }
    path[level - 1] = child;
  }

  /** Whether a block ends before what follows it in the nearest of those above. */
  private boolean endsInTime(Node child, int level) {
    for (int above = level; above <= root.level(); above++) {
      Node node = path[above];
      int next = slots[above] + 1;
      if (next < node.count()) {
        int last = child.keyAt(child.count() - 1);
        return Key.compare(child.bytes(), last, node.bytes(), node.keyAt(next)) < 0;
      }
    }
    return true;
  }

  /** The bytes of the block that holds the item. */
  byte[] bytes() {
    return path[0].bytes();
  }

  private int keyAt() {
    return path[0].keyAt(slots[0]);
  }

  Key key() {
    return Key.parse(bytes(), keyAt());
  }

  long objectId() {
    return LittleEndian.i64(bytes(), keyAt());
  }

  int type() {
    return bytes()[keyAt() + K_TYPE] & 0xFF;
  }

  /** The offset of the item's key. */
  long offset() {
    return LittleEndian.i64(bytes(), keyAt() + K_OFFSET);
  }

  boolean isAt(long objectId, int type) {
    return objectId() == objectId && type() == type;
  }

  /** Place of the item's data in {@link #bytes}. */
  int dataAt() {
    return path[0].dataAt(slots[0]);
  }

  int dataSize() {
    return path[0].dataSize(slots[0]);
  }
}
