package io.intarsia.library.checkout;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.image.qcow2.Qcow2StreamWriter;
import io.intarsia.library.error.DamagedVersionException;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.manifest.BlockMap;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.view.ImageView;
import io.intarsia.library.view.StoredDisk;
import io.intarsia.library.view.StoredImage;
import io.intarsia.library.workspace.VersionFinder;
import io.intarsia.library.workspace.Workspace;
import io.intarsia.store.ChunkReader;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.DamagedException;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.error.MissingChunkException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks a version's disk out. */
public final class CheckOut {
  private static final int STEP_BYTES = 1 << 20;

  private final Workspace workspace;
  private final CheckOutRequest request;
  private final Progress progress;
  private final long startNanos = System.nanoTime();
  private @Nullable ChunkReader reader;

  public CheckOut(Workspace workspace, CheckOutRequest request, Progress progress) {
    this.workspace = workspace;
    this.request = request;
    this.progress = progress;
  }

  /**
   * Checks out.
   *
   * @param out where the disk goes when no file is named
   * @throws DamagedVersionException when bytes that the version needs are damaged; no file is left
   * @throws LibraryException when the request cannot be met
   */
  public CheckOutResult run(OutputStream out) throws IOException {
    VersionFinder.Found found = VersionFinder.version(workspace, request.image());
    Path file = request.file();
    requireFormat(file == null);
    try {
      StoredImage image =
          StoredImage.of(reader()::readObject, Fingerprint.read(found.version().manifest(), 0));
      progress.begin("checking out " + found.name(), -1);
      CheckOutResult result = run(found.name(), image, out);
      progress.end();
      return result;
    } catch (DamagedException | MissingChunkException | InvalidObjectException e) {
      throw new DamagedVersionException(found.name(), e);
    }
  }

  private ChunkReader reader() throws IOException {
    ChunkReader known = reader;
    if (known == null) {
      known = workspace.store().bulkReader();
      reader = known;
    }
    return known;
  }

  private CheckOutResult run(String name, StoredImage image, OutputStream out) throws IOException {
    Integer only = request.disk();
    List<StoredDisk> disks = only == null ? image.disks() : List.of(image.disk(name, only));
    List<Path> files = files(name, disks.size());
    BackingVersion backing = backing(disks);
    long size = 0;
    long written = 0;
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < disks.size(); i++) {
      StoredDisk disk = disks.get(i);
      BlockMap map = disk.manifest().blockMap(reader()::readObject);
      written +=
          files.isEmpty() ? stream(map, out) : write(disk.number(), map, files.get(i), backing);
      size += map.diskSize();
      warnings.addAll(warnings(map.diskSize()));
    }
    return new CheckOutResult(size, written, (System.nanoTime() - startNanos) / 1e9, warnings);
  }

  /** Where each disk goes; empty for standard output. */
  private List<Path> files(String name, int disks) throws IOException {
    Path file = request.file();
    if (disks == 1) {
      return file == null ? List.of() : List.of(file);
    }
    if (file == null || (Files.exists(file) && !Files.isRegularFile(file))) {
      throw new LibraryException(
          name + " has " + disks + " disks; choose one with --disk, or name a file for all");
    }
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < disks; i++) {
      files.add(file.resolveSibling(file.getFileName() + "." + i));
    }
    return files;
  }

  private void requireFormat(boolean streaming) throws LibraryException {
    String format = ContainerFormat.of(request.format()).formatName();
    String contradiction =
        CheckOutRequest.contradiction(format, streaming, request.qcow2() != null);
    if (contradiction != null) {
      throw new LibraryException(contradiction);
    }
  }

  private List<String> warnings(long size) throws LibraryException {
    long padded = ContainerFormat.of(request.format()).paddedSize(size);
    return padded == size
        ? List.of()
        : List.of("the disk's " + size + " bytes were padded with zeros to " + padded);
  }

  private @Nullable BackingVersion backing(List<StoredDisk> disks) throws IOException {
    Qcow2Options qcow2 = request.qcow2();
    return qcow2 == null || qcow2.backing() == null
        ? null
        : BackingVersion.find(workspace, qcow2.backing(), disks, request.disk() != null);
  }

  private long write(int number, BlockMap map, Path file, @Nullable BackingVersion backing)
      throws IOException {
    Qcow2Options qcow2 = request.qcow2();
    if (qcow2 != null) {
      return writeQcow2(number, map, file, qcow2, backing);
    }
    if (ContainerFormat.of(request.format()) == ContainerFormat.VMDK_STREAM) {
      requireWritable(file);
      try (ImageView view = new ImageView("disk", reader(), map)) {
        return VmdkStream.write(view, file, progress);
      }
    }
    try (DiskSink sink = sink(map, file)) {
      long written = new DiskWriter(reader(), map, sink, request.verify(), progress).write();
      sink.finish();
      return written;
    }
  }

  private long writeQcow2(
      int number, BlockMap map, Path file, Qcow2Options options, @Nullable BackingVersion backing)
      throws IOException {
    requireWritable(file);
    Qcow2StreamWriter.Backing named = options.backingFile();
    try (ImageView disk = new ImageView("disk", reader(), map);
        ByteSource below = backing == null ? null : backing.open(number)) {
      return Qcow2Stream.write(
          disk,
          below,
          options.compression(),
          backing == null || named == null ? null : backing.file(named, number),
          file,
          progress);
    }
  }

  private DiskSink sink(BlockMap map, Path file) throws IOException {
    requireWritable(file);
    ContainerFormat format = ContainerFormat.of(request.format());
    if (format == ContainerFormat.QCOW2) {
      return Qcow2Sink.create(file, reader()::readObject, map);
    }
    if (format != ContainerFormat.RAW) {
      return ContainerSink.create(format, file, reader()::readObject, map);
    }
    return isDevice(file)
        ? new BlockDeviceSink(file, map.diskSize())
        : new RawFileSink(file, map.diskSize());
  }

  private static boolean isDevice(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file);
  }

  private void requireWritable(Path file) throws LibraryException {
    if (Files.isDirectory(file)) {
      throw new LibraryException("'" + file + "' is a directory; name the image file to write");
    }
    if (isDevice(file) && !request.format().equals("raw")) {
      throw new LibraryException(
          "'" + file + "' is no regular file; only raw can be written there");
    }
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent, new LinkOption[0])) {
      throw new LibraryException("the directory of '" + file + "' does not exist");
    }
  }

  private long stream(BlockMap map, OutputStream out) throws IOException {
    try (ByteSource view = new ImageView("disk", reader(), map)) {
      byte[] step = new byte[STEP_BYTES];
      for (long pos = 0; pos < view.size(); pos += step.length) {
        int length = (int) Math.min(step.length, view.size() - pos);
        view.read(pos, step, 0, length);
        out.write(step, 0, length);
        progress.advance(length);
      }
      out.flush();
      return view.size();
    }
  }
}
