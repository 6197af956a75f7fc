package io.intarsia.formats.image.compressed;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.XZInputStream;

/** Tells damage of what is decompressed from failures of the medium below. */
final class PlainStream extends BulkStream {
  private static final int XZ_LIMIT_KIB = 136 << 10;

  private final ByteSource file;
  private final SourceStream packed;
  private final InputStream plain;

  private PlainStream(ByteSource file, SourceStream packed, InputStream plain) {
    this.file = file;
    this.packed = packed;
    this.plain = plain;
  }

  static InputStream open(Compression compression, ByteSource file) throws IOException {
    SourceStream packed = new SourceStream(file);
    try {
      if (file.size() == 0) {
        // Not all libraries think that this is an error.
        throw new EOFException("it is empty");
      }
      return new PlainStream(file, packed, decoder(compression, packed));
    } catch (IOException | RuntimeException e) {
      throw typed(file, packed, e);
    }
  }

  private static InputStream decoder(Compression compression, InputStream packed)
      throws IOException {
    return switch (compression) {
      case GZIP -> new GzipMembers(packed);
      case XZ -> new XZInputStream(packed, XZ_LIMIT_KIB);
      case ZSTD -> new ZstdFrames(packed);
      case BZIP2 -> new BZip2CompressorInputStream(packed, true);
    };
  }

  /** The libraries throw what they like; a failure of the medium stays what it is. */
  private static IOException typed(ByteSource file, SourceStream packed, Exception e) {
    IOException failure = packed.failure();
    if (failure != null) {
      return failure;
    }
    IOException typed =
        isBeyondLimits(e)
            ? new UnsupportedException(file.description(), "decompressing it: " + e.getMessage())
            : new MalformedException(
                file.description(),
                "its compressed data are damaged or cut off: "
                    + reason(e)
                    + "; --format raw stores the file's bytes as they are");
    typed.initCause(e);
    return typed;
  }

  private static String reason(Exception e) {
    String unsaid = e instanceof EOFException ? "unexpected end" : e.getClass().getSimpleName();
    return Objects.requireNonNullElse(e.getMessage(), unsaid);
  }

  private static boolean isBeyondLimits(Exception e) {
    return e instanceof MemoryLimitException
        || e instanceof UnsupportedOptionsException
        || (e instanceof ZstdException zstd
            && Math.abs(zstd.getErrorCode()) == Zstd.errFrameParameterWindowTooLarge());
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return plain.read(target, offset, length);
    } catch (IOException | RuntimeException e) {
      throw typed(file, packed, e);
    }
  }

  @Override
  public void close() throws IOException {
    plain.close();
  }
}
