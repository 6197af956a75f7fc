package io.intarsia.library.checkout;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.image.vmdk.VmdkStreamWriter;
import io.intarsia.library.progress.Progress;
import io.intarsia.library.workspace.Threads;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Writes a disk as a streamOptimized VMDK image, whose grains stand in the order of the disk: they
 * are read and compressed by as many threads as there are processors, a bounded way ahead.
 */
final class VmdkStream {
  private static final int STEP_BYTES = 1 << 20;
  private static final int STEPS_AHEAD = 2 * Runtime.getRuntime().availableProcessors();

  private final ByteSource disk;
  private final VmdkStreamWriter writer;
  private final Progress progress;
  private final ArrayDeque<Future<List<Grain>>> ahead = new ArrayDeque<>();
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
          new BufferedOutputStream(Channels.newOutputStream(file.channel()), STEP_BYTES);
      String name = ContainerSink.nameForDescriptor(target);
      VmdkStreamWriter writer = new VmdkStreamWriter(out, disk.size(), name);
      long written = new VmdkStream(disk, writer, progress).write();
      out.flush();
      file.keep();
      return written;
    }
  }

  private long write() throws IOException {
    ExecutorService threads = Threads.start("check-out");
    try {
      long pos = disk.nextData(0);
      while (pos < disk.size()) {
        long start = pos - pos % STEP_BYTES;
        ahead.add(threads.submit(() -> grains(start)));
        if (ahead.size() > STEPS_AHEAD) {
          append(ahead.remove());
        }
        pos = disk.nextData(Math.min(disk.size(), start + STEP_BYTES));
      }
      while (!ahead.isEmpty()) {
        append(ahead.remove());
      }
    } finally {
      threads.shutdownNow();
    }
    writer.finish();
    return writtenBytes;
  }

  private List<Grain> grains(long start) throws IOException {
    byte[] step = disk.read(start, (int) Math.min(STEP_BYTES, disk.size() - start));
    List<Grain> grains = new ArrayList<>();
    for (int at = 0; at < step.length; at += VmdkStreamWriter.GRAIN_BYTES) {
      int length = Math.min(VmdkStreamWriter.GRAIN_BYTES, step.length - at);
      byte[] packed = VmdkStreamWriter.compress(step, at, length);
      if (packed != null) {
        grains.add(new Grain(start + at, length, packed));
      }
    }
    return grains;
  }

  private void append(Future<List<Grain>> step) throws IOException {
    for (Grain grain : Threads.await(step)) {
      writer.append(grain.place, grain.packed);
      writtenBytes += grain.length;
      progress.advance(grain.length);
    }
  }
}
