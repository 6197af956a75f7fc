package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.PageCache;
import io.intarsia.bytes.Ranges;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tree blocks by their logical address, verified; those read last are kept. */
final class TreeBlocks {
  private static final int MAX_CACHE_BYTES = 32 << 20;

  private final ByteSource source;
  private final Superblock superblock;
  private final ChunkMap chunks;
  private final PageCache cache;

  TreeBlocks(ByteSource source, Superblock superblock, ChunkMap chunks) {
    this.source = source;
    this.superblock = superblock;
    this.chunks = chunks;
    this.cache = new PageCache(MAX_CACHE_BYTES / superblock.nodeSize());
  }

  /**
   * The block at an address.
   *
   * @throws MalformedException when no copy of it is what its parent says
   */
  Node get(long address, int level, long generation) throws IOException {
    byte[] bytes = cache.get(address);
    if (bytes == null) {
      bytes = load(address, generation);
      cache.put(address, bytes);
    }
    Node node = new Node(bytes);
    if (node.level() != level || node.generation() != generation) {
      throw malformed(address, node.level() != level ? "level" : "generation");
    }
    return node;
  }

  private byte[] load(long address, long generation) throws IOException {
    int chunk = chunks.chunkAt(address);
    int size = superblock.nodeSize();
    if (size > chunks.end(chunk) - address) {
      throw malformed(address, "place");
    }
    String damage = "place";
    for (int copy = 0; copy < chunks.copies(chunk); copy++) {
      long place = chunks.place(chunk, copy) + (address - chunks.start(chunk));
      if (Ranges.fits(place, size, source.size())) {
        byte[] bytes = source.read(place, size);
        String wrong = damage(bytes, address, generation);
        if (wrong == null) {
          return bytes;
        }
        damage = wrong;
      }
    }
    throw malformed(address, damage);
  }

  private @Nullable String damage(byte[] bytes, long address, long generation) {
    if (!superblock.checksum().matches(bytes)) {
      return "checksum";
    }
    byte[] uuid = superblock.metadataUuid();
    if (LittleEndian.i64(bytes, H_BYTENR) != address
        || !Arrays.equals(bytes, H_FSID, H_FSID + UUID_LENGTH, uuid, 0, UUID_LENGTH)) {
      return "address or UUID";
    }
    if (LittleEndian.i64(bytes, H_GENERATION) != generation) {
      return "generation";
    }
    return Node.damage(bytes);
  }

  MalformedException malformed(long address, String what) {
    return new MalformedException(
        source.description(),
        "btrfs tree block " + Long.toUnsignedString(address) + ": bad " + what);
  }
}
