package io.intarsia.formats.filesystem.ntfs;

import static io.intarsia.formats.filesystem.ntfs.NtfsLayout.*;

import io.intarsia.bytes.ByteSource;
import io.intarsia.bytes.LittleEndian;
import io.intarsia.bytes.PageCache;
import io.intarsia.bytes.Ranges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of the master file table, which is a file that its own first record describes. */
final class Mft {
  /** Neighbours are read together. */
  private static final int GROUP_BYTES = 16 << 10;

  private static final int MAX_CACHE_BYTES = 16 << 20;

  /** $MFTMirr holds the first records a second time. */
  private static final int MIRRORED = 4;

  private final Volume volume;
  private final int recordSize;
  private final Runs runs;
  private final PageCache groups;
  private final int groupBytes;
  private ByteSource content;
  private boolean mirrorUsed;

  private Mft(Volume volume, Runs runs, ByteSource content) {
    this.volume = volume;
    this.recordSize = volume.boot().recordSize();
    this.runs = runs;
    this.content = content;
    this.groupBytes = Math.max(GROUP_BYTES, recordSize);
    this.groups = new PageCache(MAX_CACHE_BYTES / groupBytes);
  }

  /** Reads what the first record says, and the records that it refers to. */
  static Mft open(Volume volume) throws IOException {
    byte[] record = new byte[volume.boot().recordSize()];
    boolean mirrored = readFirst(volume, record) != null;
    List<Attribute> attributes = FileRecord.attributesOf(volume, record, RECORD_MFT);
    Attribute data = first(attributes, TYPE_DATA);
    if (data == null || data.isResident()) {
      throw volume.malformed("$MFT: its first record has no runs");
    }
    Stream.checkSizes(volume, data);
    Runs runs = new Runs(volume);
    runs.append(data);
    Mft mft = new Mft(volume, runs, contentOf(volume, runs, data));
    mft.mirrorUsed = mirrored;
    Attribute list = first(attributes, TYPE_ATTRIBUTE_LIST);
    if (list != null) {
      mft.extend(list, data);
    }
    return mft;
  }

  /** What is wrong with the first record, when its copy was read instead; else null. */
  private static @Nullable String readFirst(Volume volume, byte[] record) throws IOException {
    BootSector boot = volume.boot();
    String damage = readAt(volume, boot.mftCluster() * boot.clusterSize(), record);
    if (damage != null && readMirror(volume, RECORD_MFT, record) != null) {
      throw volume.malformed("record 0 of $MFT and its copy: " + damage);
    }
    return damage;
  }

  private static @Nullable String readMirror(Volume volume, long number, byte[] record)
      throws IOException {
    BootSector boot = volume.boot();
    long mirror = boot.mirrorCluster() * boot.clusterSize();
    return readAt(volume, mirror + number * record.length, record);
  }

  private static @Nullable String readAt(Volume volume, long place, byte[] record)
      throws IOException {
    if (!Ranges.fits(place, record.length, volume.source().size())) {
      return "beyond the end of the source";
    }
    volume.pages().read(place, record, 0, record.length);
    return Fixups.apply(record, MAGIC_FILE);
  }

  private static @Nullable Attribute first(List<Attribute> attributes, int type) {
    for (Attribute attribute : attributes) {
      if (attribute.is(type, Attribute.NO_NAME)) {
        return attribute;
      }
    }
    return null;
  }

  private static ByteSource contentOf(Volume volume, Runs runs, Attribute data) {
    long known = Math.min(data.dataSize(), runs.end() * volume.clusterSize());
    long initialized = Math.min(data.initializedSize(), known);
    return new RunContent(volume.pages(), "$MFT", runs, volume.clusterSize(), known, initialized);
  }

  /** Each further piece of the runs is in a record that the pieces before it lead to. */
  private void extend(Attribute list, Attribute data) throws IOException {
    List<AttributeList.Entry> rest = new ArrayList<>();
    for (AttributeList.Entry entry : AttributeList.read(volume, list)) {
      if (entry.type() == TYPE_DATA && !entry.named() && entry.lowestVcn() > 0) {
        rest.add(entry);
      }
    }
    for (AttributeList.Entry entry : rest) {
      byte[] record = record(entry.record());
      for (Attribute piece : FileRecord.attributesOf(volume, record, entry.record())) {
        boolean next = piece.is(TYPE_DATA, Attribute.NO_NAME) && piece.lowestVcn() == runs.end();
        if (next && !piece.isResident()) {
          runs.append(piece);
        }
      }
      content = contentOf(volume, runs, data);
    }
    if (runs.end() * volume.clusterSize() < data.dataSize()) {
      throw volume.malformed("$MFT: its runs end before its size");
    }
  }

  Volume volume() {
    return volume;
  }

  /** Number of records, in use or not. */
  long count() {
    return content.size() / recordSize;
  }

  /** Whether the first record was damaged, so that its copy was taken. */
  boolean mirrorUsed() {
    return mirrorUsed;
  }

  /** A record, in use or not, with its update sequence verified, in an array of its own. */
  byte[] record(long number) throws IOException {
    if (number < 0 || number >= count()) {
      throw volume.malformed("record " + number + " of $MFT does not exist");
    }
    byte[] record = raw(number);
    String damage = Fixups.apply(record, MAGIC_FILE);
    if (damage != null && number < MIRRORED) {
      damage = readMirror(volume, number, record);
    }
    if (damage != null) {
      throw volume.malformed("record " + number + " of $MFT: " + damage);
    }
    return record;
  }

  /** Whether a record bears no magic at all: it was never used. */
  boolean isBlank(long number) throws IOException {
    return LittleEndian.i32(raw(number), RECORD_MAGIC) == 0;
  }

  private byte[] raw(long number) throws IOException {
    long offset = number * recordSize;
    long group = offset / groupBytes;
    byte[] bytes = groups.get(group);
    if (bytes == null) {
      long start = group * groupBytes;
      bytes = content.read(start, (int) Math.min(groupBytes, content.size() - start));
      groups.put(group, bytes);
    }
    byte[] record = new byte[recordSize];
    System.arraycopy(bytes, (int) (offset % groupBytes), record, 0, recordSize);
    return record;
  }
}
