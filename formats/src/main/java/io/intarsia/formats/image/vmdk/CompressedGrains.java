package io.intarsia.formats.image.vmdk;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.PageCache;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.image.mapped.PackedBlocks;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads grains compressed with deflate in zlib's form. Whole grains are decompressed in place; of
 * those that are read in pieces a few are kept. Safe for use by several threads.
 */
final class CompressedGrains implements PackedBlocks, AutoCloseable {
  private static final int CACHE_BYTES = 4 << 20;
  private static final int MIN_CACHED = 8;

  private final ByteSource file;
  private final SparseHeader header;
  private final int grainBytes;
  private final PageCache cache;
  private final ArrayDeque<Inflater> idle = new ArrayDeque<>();
  private boolean closed;

  CompressedGrains(ByteSource file, SparseHeader header) {
    this.file = file;
    this.header = header;
    this.grainBytes = (int) header.grainBytes();
    this.cache = new PageCache(Math.max(MIN_CACHED, CACHE_BYTES / grainBytes));
  }

  @Override
  public void read(long place, long diskOffset, byte[] target, int targetOffset, int length)
      throws IOException {
    long grain = diskOffset / grainBytes;
    int wanted = (int) Math.min(grainBytes, header.diskBytes() - grain * grainBytes);
    if (length == wanted) {
      decode(place, grain, target, targetOffset, wanted);
      return;
    }
    byte[] plain = cache.get(grain);
    if (plain == null) {
      plain = new byte[wanted];
      decode(place, grain, plain, 0, wanted);
      cache.put(grain, plain);
    }
    System.arraycopy(plain, (int) (diskOffset % grainBytes), target, targetOffset, length);
  }

  private void decode(long place, long grain, byte[] target, int targetOffset, int wanted)
      throws IOException {
    byte[] input = header.hasMarkers() ? markedInput(place, grain) : unmarkedInput(place);
    Inflater inflater = take();
    try {
      inflater.setInput(input);
      if (!inflate(inflater, target, targetOffset, wanted)) {
        throw new MalformedException(
            file.description(), "the compressed VMDK grain at byte " + place + " is damaged");
      }
    } finally {
      giveBack(inflater);
    }
  }

  /**
   * Goes to the end of the stream, where its checksum stands. The last grain of a disk may be whole
   * although less of it is wanted.
   */
  private boolean inflate(Inflater inflater, byte[] target, int targetOffset, int wanted) {
    try {
      int done = 0;
      while (done < wanted) {
        int n = inflater.inflate(target, targetOffset + done, wanted - done);
        if (n == 0) {
          return false;
        }
        done += n;
      }
      byte[] rest = new byte[grainBytes - wanted + 1];
      int surplus = 0;
      while (!inflater.finished()) {
        int n = inflater.inflate(rest, surplus, rest.length - surplus);
        surplus += n;
        if ((n == 0 && !inflater.finished()) || surplus == rest.length) {
          return false;
        }
      }
      return true;
    } catch (DataFormatException e) {
      return false;
    }
  }

  private byte[] markedInput(long place, long grain) throws IOException {
    byte[] marker = new byte[VmdkLayout.GRAIN_DATA_OFFSET];
    if (place > file.size() - marker.length) {
      throw new MalformedException(file.description(), "a VMDK grain lies outside the file");
    }
    file.read(place, marker, 0, marker.length);
    long size = LittleEndian.u32(marker, VmdkLayout.MARKER_SIZE_OFFSET);
    if (LittleEndian.i64(marker, 0) != grain * header.grainSectors()
        || size > 2L * grainBytes + VmdkLayout.SECTOR
        || size > file.size() - place - marker.length) {
      throw new MalformedException(
          file.description(), "the VMDK grain marker at byte " + place + " is damaged");
    }
    return file.read(place + marker.length, (int) size);
  }

  private byte[] unmarkedInput(long place) throws IOException {
    return file.read(place, (int) Math.min(2L * grainBytes, file.size() - place));
  }

  private Inflater take() {
    Inflater inflater;
    synchronized (idle) {
      inflater = idle.poll();
    }
    return inflater != null ? inflater : new Inflater();
  }

  private void giveBack(Inflater inflater) {
    inflater.reset();
    synchronized (idle) {
      if (!closed) {
        idle.push(inflater);
        return;
      }
    }
    inflater.end();
  }

  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      for (@Nullable Inflater inflater = idle.poll(); inflater != null; inflater = idle.poll()) {
        inflater.end();
      }
    }
  }
}
