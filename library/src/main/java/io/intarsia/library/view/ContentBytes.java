package io.intarsia.library.view;

import io.intarsia.library.error.LibraryException;
import io.intarsia.library.manifest.ContentId;
import io.intarsia.library.manifest.ContentList;
import io.intarsia.store.ChunkReader;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.io.OutputStream;

/** Hands out a stored content in order. */
public final class ContentBytes {
  private static final int STEP_BYTES = 1 << 16;

  private ContentBytes() {}

  /** Takes pieces in order. */
  public interface Visitor {
    void bytes(byte[] bytes) throws IOException;

    void zeros(long length) throws IOException;
  }

  /**
   * Visits all bytes of a content.
   *
   * @throws LibraryException when its bytes are not known as a content
   */
  public static void visit(ChunkReader reader, ContentId content, Visitor visitor)
      throws IOException {
    switch (content.kind()) {
      case UNKNOWN ->
          throw new LibraryException(
              "this file could not be read when its image was checked in; 'intarsia show' says why");
      case EMPTY -> {}
      case CHUNK -> visitor.bytes(reader.readChunk(content.requireFingerprint()));
      case LIST -> {
        ContentList list = ContentList.open(reader::readObject, content.requireFingerprint());
        list.visit(
            0,
            list.size(),
            new ContentList.Visitor() {
              @Override
              public void chunk(long offset, int length, Fingerprint fingerprint)
                  throws IOException {
                visitor.bytes(reader.readChunk(fingerprint));
              }

              @Override
              public void hole(long offset, long length) throws IOException {
                visitor.zeros(length);
              }
            });
      }
    }
  }

  /** Writes all bytes of a content. */
  public static void copy(ChunkReader reader, ContentId content, OutputStream out)
      throws IOException {
    visit(
        reader,
        content,
        new Visitor() {
          @Override
          public void bytes(byte[] bytes) throws IOException {
            out.write(bytes);
          }

          @Override
          public void zeros(long length) throws IOException {
            byte[] zeros = new byte[(int) Math.min(STEP_BYTES, length)];
            for (long left = length; left > 0; left -= zeros.length) {
              out.write(zeros, 0, (int) Math.min(zeros.length, left));
            }
          }
        });
  }
}
