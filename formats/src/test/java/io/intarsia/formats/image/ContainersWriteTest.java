package io.intarsia.formats.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.bytes.FileSource;
import io.intarsia.bytes.Zeros;
import io.intarsia.formats.image.mapped.BlockWriter;
import io.intarsia.formats.image.mapped.DataBlocks;
import io.intarsia.formats.image.vdi.VdiWriter;
import io.intarsia.formats.image.vhd.VhdWriter;
import io.intarsia.formats.image.vhdx.VhdxWriter;
import io.intarsia.formats.image.vmdk.VmdkStreamWriter;
import io.intarsia.formats.image.vmdk.VmdkWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written must be clean and equal by QEMU's judgement, and by our own readers'. */
class ContainersWriteTest {
  private static final int[] SIZES = {0, 1, 512, 65_537, 2_097_152, 9_000_001};

  @TempDir Path directory = Path.of("");

  private static int blockBytes(String format, long size) {
    return switch (format) {
      case "vmdk" -> VmdkWriter.BLOCK_BYTES;
      case "vdi" -> VdiWriter.BLOCK_BYTES;
      case "vhd" -> VhdWriter.BLOCK_BYTES;
      default -> VhdxWriter.blockBytes(size);
    };
  }

  private static BlockWriter create(String format, FileChannel out, DataBlocks data)
      throws IOException {
    return switch (format) {
      case "vmdk" -> VmdkWriter.create(out, data, "image");
      case "vdi" -> VdiWriter.create(out, data);
      case "vhd" -> VhdWriter.create(out, data);
      default -> VhdxWriter.create(out, data);
    };
  }

  private FileChannel channel() throws IOException {
    return FileChannel.open(
        directory.resolve("image"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vmdk", "vdi", "vhd", "vhdx"})
  void writesDisksOfAllSizesInAnyOrder(String format) throws IOException {
    Random random = Qemu.random();
    for (int size : SIZES) {
      byte[] disk = Qemu.disk(random, size);
      List<Integer> pieces = new ArrayList<>();
      DataBlocks data = new DataBlocks(size, blockBytes(format, size));
      int step = 1 + random.nextInt(200_000);
      for (int at = 0; at < size; at += step) {
        if (!Zeros.isZero(disk, at, Math.min(step, size - at))) {
          pieces.add(at);
          data.add(at, Math.min(step, size - at));
        }
      }
      Collections.shuffle(pieces, random);
      try (FileChannel out = channel()) {
        BlockWriter writer = create(format, out, data);
        for (int at : pieces) {
          writer.write(at, disk, at, Math.min(step, size - at));
        }
        writer.finish();
        judge(format, disk, writer.virtualSize(), random);
      }
    }
  }

  @Test
  void writesStreamsInDiskOrder() throws IOException {
    Random random = Qemu.random();
    for (int size : new int[] {0, 1, 65_537, 9_000_001, 70_000_000}) {
      byte[] disk = size > 10_000_000 ? new byte[size] : Qemu.disk(random, size);
      if (size > 10_000_000) {
        Arrays.fill(disk, size - 300, size, (byte) 5);
        disk[1] = 1;
      }
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(directory.resolve("image")))) {
        VmdkStreamWriter writer = new VmdkStreamWriter(out, size, "image");
        for (int at = 0; at < size; at += VmdkStreamWriter.GRAIN_BYTES) {
          int length = Math.min(VmdkStreamWriter.GRAIN_BYTES, size - at);
          byte[] packed = VmdkStreamWriter.compress(disk, at, length);
          if (packed != null) {
            writer.append(at, packed);
          }
        }
        writer.finish();
      }
      judge("vmdk", disk, Math.max(512, (size + 511) & -512), random);
    }
  }

  private void judge(String format, byte[] disk, long virtualSize, Random random)
      throws IOException {
    Path image = directory.resolve("image");
    String qemuFormat = format.equals("vhd") ? "vpc" : format;
    if (disk.length > 0) {
      assertThat(virtualSize).isEqualTo((disk.length + 511) & -512);
    }
    byte[] padded = Arrays.copyOf(disk, (int) virtualSize);
    Path raw = Files.write(directory.resolve("disk.raw"), padded);
    if (!format.equals("vhd")) {
      Qemu.img("check", "-q", "-f", qemuFormat, image.toString());
    }
    Qemu.img("compare", "-q", "-f", qemuFormat, "-F", "raw", image.toString(), raw.toString());
    try (DiskImage opened =
        DiskImages.open(FileSource.open(image), null, BackingFiles.none("image"))) {
      assertThat(opened.format()).isEqualTo(format);
      assertThat(opened.notes()).isEmpty();
      assertThat(opened.disk().size()).isEqualTo(virtualSize);
      if (disk.length > 0) {
        Qemu.assertSame(opened.disk(), padded, random);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vmdk", "vdi", "vhd", "vhdx"})
  void aLargeDiskWithLittleDataIsCheap(String format) throws IOException {
    long size = format.equals("vhdx") ? 10L << 40 : 2000L << 30;
    long[] places = {0, size / 2, size - 3};
    DataBlocks data = new DataBlocks(size, blockBytes(format, size));
    for (long place : places) {
      data.add(place, 3);
    }
    try (FileChannel out = channel()) {
      BlockWriter writer = create(format, out, data);
      for (long place : places) {
        writer.write(place, new byte[] {1, 2, 3}, 0, 3);
      }
      assertThatThrownBy(() -> writer.write(1L << 32, new byte[1], 0, 1))
          .isInstanceOf(IllegalArgumentException.class);
      writer.finish();
    }
    try (DiskImage opened =
        DiskImages.open(
            FileSource.open(directory.resolve("image")), null, BackingFiles.none("image"))) {
      assertThat(opened.disk().size()).isEqualTo((size + 511) & -512);
      assertThat(opened.disk().nextData(64 << 20)).isBetween(size / 2 - (64 << 20), size / 2);
      assertThat(opened.disk().read(size - 4, 4)).containsExactly(0, 1, 2, 3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vmdk", "vdi", "vhd", "vhdx"})
  void disksThatTheFormatCannotHoldAreRefused(String format) throws IOException {
    long size = 1L << 53;
    try (FileChannel out = channel()) {
      assertThatThrownBy(() -> create(format, out, new DataBlocks(size, 1 << 20)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
