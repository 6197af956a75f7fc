package io.intarsia.library.checkout;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.image.vmdk.VmdkStreamWriter;
import io.intarsia.library.progress.Progress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a disk as a streamOptimized VMDK image, whose grains stand in the order of the disk and
 * are read and compressed by several threads.
 */
final class VmdkStream {
  private final ByteSource disk;
  private final VmdkStreamWriter writer;
  private final Progress progress;
  private long writtenBytes;

  private record Grain(long place, int length, byte[] packed) {}

  private VmdkStream(ByteSource disk, VmdkStreamWriter writer, Progress progress) {
    this.disk = disk;
    this.writer = writer;
    this.progress = progress;
  }

  /** Writes the image and returns the bytes of data in it. */
  static long write(ByteSource disk, Path target, Progress progress) throws IOException {
    ContainerFormat.VMDK_STREAM.requireHolds(disk.size());
    try (NewFile file = NewFile.create(target)) {
      OutputStream out =
          new BufferedOutputStream(Channels.newOutputStream(file.channel()), DiskSteps.STEP_BYTES);
      String name = ContainerSink.nameForDescriptor(target);
      VmdkStreamWriter writer = new VmdkStreamWriter(out, disk.size(), name);
      long written = new VmdkStream(disk, writer, progress).write();
      out.flush();
      file.keep();
      return written;
    }
  }

  private long write() throws IOException {
    new DiskSteps<>(this::grains, this::append).run(disk.size(), disk::nextData);
    writer.finish();
    return writtenBytes;
  }

  private List<Grain> grains(long start, int length) throws IOException {
    byte[] step = disk.read(start, length);
    List<Grain> grains = new ArrayList<>();
    for (int at = 0; at < step.length; at += VmdkStreamWriter.GRAIN_BYTES) {
      int there = Math.min(VmdkStreamWriter.GRAIN_BYTES, step.length - at);
      byte[] packed = VmdkStreamWriter.compress(step, at, there);
      if (packed != null) {
        grains.add(new Grain(start + at, there, packed));
      }
    }
    return grains;
  }

  private void append(List<Grain> step) throws IOException {
    for (Grain grain : step) {
      writer.append(grain.place, grain.packed);
      writtenBytes += grain.length;
      progress.advance(grain.length);
    }
  }
}
