package io.intarsia.formats.filesystem.btrfs;

import static io.intarsia.formats.filesystem.btrfs.BtrfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Where logical addresses lie on the device: chunks in ascending order. Filled by one thread, then
 * read by any.
 */
final class ChunkMap {
  /** At 40 bytes each, 10 MiB; chunks of file systems of that size have a gigabyte. */
  private static final int MAX_CHUNKS = 1 << 18;

  private static final int COPIES = 2;

  private final String where;
  private final long deviceId;
  private int count;
  private long[] starts = new long[16];
  private long[] ends = new long[16];
  private long[] types = new long[16];
  private long[] places = new long[16 * COPIES];

  ChunkMap(String where, long deviceId) {
    this.where = where;
    this.deviceId = deviceId;
  }

  /** The chunks of the superblock, which hold the tree of all chunks. */
  static ChunkMap ofSystem(ByteSource source, Superblock superblock) throws IOException {
    ChunkMap map = new ChunkMap(source.description(), superblock.deviceId());
    byte[] array = superblock.systemChunks();
    int at = 0;
    while (at < array.length) {
      map.check(array.length - at >= KEY_SIZE + C_STRIPES, "system chunks");
      Key key = Key.parse(array, at);
      int stripes = LittleEndian.u16(array, at + KEY_SIZE + C_NUM_STRIPES);
      int size = C_STRIPES + stripes * STRIPE_SIZE;
      map.check(key.type() == CHUNK_ITEM, "system chunks");
      map.check(size <= array.length - at - KEY_SIZE, "system chunks");
      map.add(key.offset(), array, at + KEY_SIZE, size);
      at += KEY_SIZE + size;
    }
    return map;
  }

  /** Adds a chunk that lies after those that are there. */
  void add(long start, byte[] b, int at, int size) throws IOException {
    check(size >= C_STRIPES + STRIPE_SIZE, "chunk's size");
    int stripes = LittleEndian.u16(b, at + C_NUM_STRIPES);
    long type = LittleEndian.i64(b, at + C_TYPE);
    requireOneDevice(type, stripes);
    check(size >= C_STRIPES + stripes * STRIPE_SIZE, "chunk's size");
    long length = LittleEndian.i64(b, at + C_LENGTH);
    check(start >= 0 && length > 0 && length <= Long.MAX_VALUE - start, "chunk's length");
    check(count == 0 || ends[count - 1] <= start, "order of chunks");
    grow();
    for (int copy = 0; copy < stripes; copy++) {
      int stripe = at + C_STRIPES + copy * STRIPE_SIZE;
      long place = LittleEndian.i64(b, stripe + STRIPE_OFFSET);
      check(LittleEndian.i64(b, stripe) == deviceId, "device of a chunk");
      check(place >= 0 && length <= Long.MAX_VALUE - place, "chunk's place");
      places[count * COPIES + copy] = place;
    }
    if (stripes == 1) {
      places[count * COPIES + 1] = -1;
    }
    starts[count] = start;
    ends[count] = start + length;
    types[count] = type;
    count++;
  }

  /** One stripe is laid out in one piece whatever the profile; only DUP may have two here. */
  private void requireOneDevice(long type, int stripes) throws IOException {
    long profile = type & PROFILES;
    boolean single = stripes == 1 && (profile == 0 || profile == PROFILE_RAID0);
    boolean dup = stripes == COPIES && profile == PROFILE_DUP;
    if (!single && !dup) {
      throw new UnsupportedException(
          where, "btrfs " + profileName(profile) + " with " + stripes + " stripes");
    }
  }

  private static String profileName(long profile) {
    if (profile == PROFILE_RAID0) {
      return "RAID0";
    } else if (profile == PROFILE_RAID1) {
      return "RAID1";
    } else if (profile == PROFILE_DUP) {
      return "DUP";
    } else if (profile == PROFILE_RAID10) {
      return "RAID10";
    } else if (profile == PROFILE_RAID5) {
      return "RAID5";
    } else if (profile == PROFILE_RAID6) {
      return "RAID6";
    } else if (profile == PROFILE_RAID1C3) {
      return "RAID1C3";
    } else if (profile == PROFILE_RAID1C4) {
      return "RAID1C4";
    }
    return profile == 0 ? "SINGLE" : "profile 0x" + Long.toHexString(profile);
  }

  private void grow() throws UnsupportedException {
    if (count == MAX_CHUNKS) {
      throw new UnsupportedException(where, "more than " + MAX_CHUNKS + " btrfs chunks");
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
      types = Arrays.copyOf(types, 2 * count);
      places = Arrays.copyOf(places, 2 * count * COPIES);
    }
  }

  int count() {
    return count;
  }

  long start(int chunk) {
    return starts[chunk];
  }

  long end(int chunk) {
    return ends[chunk];
  }

  /** Kind of contents and profile. */
  long type(int chunk) {
    return types[chunk];
  }

  int copies(int chunk) {
    return places[chunk * COPIES + 1] < 0 ? 1 : COPIES;
  }

  /** Where a copy of the chunk begins on the device. */
  long place(int chunk, int copy) {
    return places[chunk * COPIES + copy];
  }

  /** The chunk that holds the address. */
  int chunkAt(long address) throws MalformedException {
    int index = Arrays.binarySearch(starts, 0, count, address);
    int chunk = index >= 0 ? index : -index - 2;
    if (address < 0 || chunk < 0 || address >= ends[chunk]) {
      throw new MalformedException(
          where, "logical address " + Long.toUnsignedString(address) + " is in no chunk");
    }
    return chunk;
  }

  /** Takes a piece of a logical range by the place of its first copy. */
  @FunctionalInterface
  interface PieceVisitor {
    void piece(long address, long place, long length) throws IOException;
  }

  /** Splits a logical range where chunks end. */
  void pieces(long address, long length, PieceVisitor visitor) throws IOException {
    long done = 0;
    while (done < length) {
      int chunk = chunkAt(address + done);
      long skip = address + done - starts[chunk];
      long n = Math.min(length - done, ends[chunk] - address - done);
      visitor.piece(address + done, place(chunk, 0) + skip, n);
      done += n;
    }
  }

  private void check(boolean good, String what) throws MalformedException {
    if (!good) {
      throw new MalformedException(where, "btrfs chunks: bad " + what);
    }
  }
}
