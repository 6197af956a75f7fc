package io.intarsia.formats.filesystem.exfat;

import io.intarsia.bytes.MemorySource;
import io.intarsia.formats.filesystem.DiskTool;
import io.intarsia.formats.filesystem.FileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A volume made by mkfs.exfat, into which this writes files by the specification. */
final class ExfatImage {
  private static final int ROOT = 0;

  private final ByteBuffer bytes;
  private final int fat;
  private final int heap;
  private final int clusterBytes;
  private final int rootCluster;
  private int nextCluster;

  private ExfatImage(byte[] image) {
    this.bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    int shift = bytes.get(108);
    this.fat = bytes.getInt(80) << shift;
    this.heap = bytes.getInt(88) << shift;
    this.clusterBytes = 1 << (shift + bytes.get(109));
    this.rootCluster = bytes.getInt(96);
    this.nextCluster = rootCluster + 1;
  }

  static ExfatImage make(Path directory, int mebibytes, String options) throws IOException {
    Path file = Files.createTempFile(directory, "exfat", ".img");
    DiskTool.run("truncate", "-s", mebibytes + "M", file);
    List<Object> command = new ArrayList<>(List.of("mkfs.exfat"));
    command.addAll(List.of(options.split(" ", -1)));
    command.add(file);
    DiskTool.run(command.toArray());
    byte[] image = Files.readAllBytes(file);
    Files.delete(file);
    return new ExfatImage(image);
  }

  byte[] bytes() {
    return bytes.array();
  }

  int clusterBytes() {
    return clusterBytes;
  }

  /** Where a cluster begins. */
  int place(int cluster) {
    return heap + (cluster - 2) * clusterBytes;
  }

  FileSystem open() throws IOException {
    return open(bytes());
  }

  static FileSystem open(byte[] image) throws IOException {
    return new ExfatReader().open(new MemorySource("image", image));
  }

  /** Takes clusters that are neighbours. */
  int allocate(int count) {
    int first = nextCluster;
    for (int cluster = first; cluster < first + count; cluster++) {
      int bit = cluster - 2;
      int at = place(2) + bit / 8;
      bytes.put(at, (byte) (bytes.get(at) | (1 << (bit % 8))));
    }
    nextCluster += count;
    return first;
  }

  void link(int cluster, int next) {
    bytes.putInt(fat + 4 * cluster, next);
  }

  /** Takes clusters that are every second one, with a chain; fills them with content. */
  int scattered(byte[] content) {
    int first = 0;
    int last = 0;
    for (int done = 0; done < content.length; done += clusterBytes) {
      int cluster = allocate(1);
      nextCluster++;
      bytes.put(place(cluster), content, done, Math.min(clusterBytes, content.length - done));
      if (last == 0) {
        first = cluster;
      } else {
        link(last, cluster);
      }
      last = cluster;
    }
    link(last, -1);
    return first;
  }

  /** Writes content into neighbours, without a chain. */
  int together(byte[] content) {
    int first = allocate(Math.ceilDiv(content.length, clusterBytes));
    bytes.put(place(first), content);
    return first;
  }

  /** The place of the first free entry of the root directory or of a directory of one cluster. */
  int freeEntry(int directory) {
    int at = place(directory == ROOT ? rootCluster : directory);
    while (bytes.get(at) != 0) {
      at += 32;
    }
    return at;
  }

  /**
   * What a file's entries say beside its name.
   *
   * @param attributes 1 read-only, 16 directory
   * @param flags 1 allocation possible, 2 no FAT chain
   */
  record Entry(int attributes, int flags, int cluster, long valid, long length) {}

  /** Adds a file to a directory; returns where its entries begin. */
  int add(int directory, String name, Entry entry) {
    int at = freeEntry(directory);
    bytes.put(at, set(name, entry));
    return at;
  }

  static byte[] set(String name, Entry entry) {
    byte[] units = name.getBytes(StandardCharsets.UTF_16LE);
    int names = Math.ceilDiv(units.length, 30);
    ByteBuffer set = ByteBuffer.allocate(32 * (names + 2)).order(ByteOrder.LITTLE_ENDIAN);
    set.put(0, (byte) 0x85).put(1, (byte) (names + 1));
    set.putShort(4, (short) entry.attributes);
    // 2024-02-29 13:14:30, 1.57 seconds more, two hours ahead of UTC
    set.putShort(12, (short) ((13 << 11) | (14 << 5) | 15))
        .putShort(14, (short) ((44 << 9) | (2 << 5) | 29));
    set.put(21, (byte) 157).put(23, (byte) 0x88);
    set.put(32, (byte) 0xC0).put(33, (byte) entry.flags).put(35, (byte) (units.length / 2));
    set.putLong(40, entry.valid).putInt(52, entry.cluster).putLong(56, entry.length);
    for (int i = 0; i < units.length; i++) {
      set.put(64 + i / 30 * 32 + 2 + i % 30, units[i]);
    }
    for (int i = 0; i < names; i++) {
      set.put(64 + 32 * i, (byte) 0xC1);
    }
    sum(set);
    return set.array();
  }

  private static void sum(ByteBuffer set) {
    int sum = 0;
    for (int i = 0; i < set.capacity(); i++) {
      if (i != 2 && i != 3) {
        sum = ((((sum << 15) | (sum >>> 1)) & 0xFFFF) + (set.get(i) & 0xFF)) & 0xFFFF;
      }
    }
    set.putShort(2, (short) sum);
  }

  static byte[] content(int size) {
    byte[] content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (i * 7 + (i >> 9) + 1);
    }
    return content;
  }
}
