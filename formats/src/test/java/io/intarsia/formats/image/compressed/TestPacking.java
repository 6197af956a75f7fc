package io.intarsia.formats.image.compressed;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Compressed files for tests. */
final class TestPacking {
  private TestPacking() {}

  static byte[] pack(Compression compression, byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case GZIP -> new GZIPOutputStream(bytes);
          case XZ -> new XZOutputStream(bytes, new LZMA2Options(1));
          case ZSTD -> new ZstdOutputStream(bytes).setChecksum(true);
          case BZIP2 -> new BZip2CompressorOutputStream(bytes);
        }) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }
}
