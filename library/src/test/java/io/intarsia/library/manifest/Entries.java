package io.intarsia.library.manifest;

import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Xattr;
import io.intarsia.library.fixture.MemoryObjects;
import io.intarsia.library.fixture.Seeded;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Entries of directories for tests. */
public final class Entries {
  private static final FileType[] TYPES = FileType.values();

  private Entries() {}

  public static DirectoryEntry file(String name, ContentId content) {
    return entry(name, FileType.FILE, 0644, 7, content, null, null);
  }

  public static DirectoryEntry directory(String name, Fingerprint directory) {
    return entry(name, FileType.DIRECTORY, 0755, 0, ContentId.UNKNOWN, directory, null);
  }

  public static DirectoryEntry symlink(String name, String target) {
    byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
    return entry(name, FileType.SYMLINK, 0777, 0, ContentId.UNKNOWN, null, bytes);
  }

  private static DirectoryEntry entry(
      String name,
      FileType type,
      int mode,
      long size,
      ContentId content,
      @Nullable Fingerprint directory,
      byte @Nullable [] target) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return new DirectoryEntry(
        bytes, type, mode, 0, 0, 5, 6, List.of(), size, content, directory, target, 0, 0);
  }

  /** Writes a directory of these entries, which are sorted by name. */
  public static Fingerprint write(ObjectSink sink, DirectoryEntry... entries) throws IOException {
    DirectoryWriter writer = new DirectoryWriter(sink);
    for (DirectoryEntry entry : entries) {
      writer.add(entry);
    }
    return writer.finish();
  }

  /** Any entry of that name. */
  public static DirectoryEntry random(byte[] name, Random random) {
    FileType type = TYPES[random.nextInt(TYPES.length)];
    boolean device = type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
    return new DirectoryEntry(
        name,
        type,
        random.nextInt(010000),
        random.nextLong(1L << 32),
        random.nextLong(1L << 32),
        random.nextBoolean() ? random.nextLong() : random.nextInt(),
        random.nextInt(1_000_000_000),
        xattrs(random),
        type == FileType.FILE ? random.nextLong(Long.MAX_VALUE) : 0,
        type == FileType.FILE ? content(random) : ContentId.UNKNOWN,
        type == FileType.DIRECTORY ? MemoryObjects.chunk(random.nextInt()) : null,
        type == FileType.SYMLINK ? Seeded.bytes(random, random.nextInt(100)) : null,
        device ? random.nextInt(1 << 20) : 0,
        device ? random.nextInt(1 << 20) : 0);
  }

  private static List<Xattr> xattrs(Random random) {
    List<Xattr> xattrs = new ArrayList<>();
    for (int i = random.nextInt(4) - 2; i > 0; i--) {
      xattrs.add(new Xattr(Seeded.bytes(random, 1 + i), Seeded.bytes(random, random.nextInt(9))));
    }
    return xattrs;
  }

  private static ContentId content(Random random) {
    Fingerprint fingerprint = MemoryObjects.chunk(random.nextInt());
    return switch (random.nextInt(4)) {
      case 0 -> ContentId.UNKNOWN;
      case 1 -> ContentId.EMPTY;
      case 2 -> ContentId.ofChunk(fingerprint);
      default -> ContentId.ofList(fingerprint);
    };
  }

  /** All that an entry says, so that two can be compared. */
  public static String text(DirectoryEntry e) {
    HexFormat hex = HexFormat.of();
    StringBuilder text = new StringBuilder(hex.formatHex(e.name()));
    text.append(' ').append(e.type()).append(' ').append(e.mode()).append(' ').append(e.uid());
    text.append(' ').append(e.gid()).append(' ').append(e.mtimeSeconds()).append('.');
    text.append(e.mtimeNanos()).append(' ').append(e.size()).append(' ').append(e.content());
    text.append(' ').append(e.directory()).append(' ').append(e.deviceMajor()).append(':');
    text.append(e.deviceMinor());
    byte[] target = e.target();
    text.append(' ').append(target == null ? "-" : hex.formatHex(target));
    for (Xattr x : e.xattrs()) {
      text.append(' ').append(hex.formatHex(x.name())).append('=').append(hex.formatHex(x.value()));
    }
    return text.toString();
  }
}
