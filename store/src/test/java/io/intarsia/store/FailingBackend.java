package io.intarsia.store;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.BlobWriter;
import io.intarsia.store.blob.ForwardingBlobs;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A directory that a process stops using at a chosen operation, as one does that is killed: that
 * operation is not done, or done and not reported, and nothing is done afterwards.
 */
final class FailingBackend extends ForwardingBackend {
  private final boolean doneBeforeDeath;
  private long left;
  private boolean dead;

  /**
   * @param survives how many operations are done
   * @param doneBeforeDeath whether the fatal operation is still done
   */
  FailingBackend(Path directory, long survives, boolean doneBeforeDeath) {
    super(new LocalBackend(directory));
    this.left = survives;
    this.doneBeforeDeath = doneBeforeDeath;
  }

  boolean hasFailed() {
    return dead;
  }

  @FunctionalInterface
  private interface Operation {
    void run() throws IOException;
  }

  private synchronized void operate(Operation operation) throws IOException {
    if (dead) {
      throw new IOException("dead");
    }
    if (left-- > 0) {
      operation.run();
      return;
    }
    dead = true;
    if (doneBeforeDeath) {
      operation.run();
    }
    throw new IOException("killed");
  }

  @Override
  public BlobStore blobs(String temporaryPrefix) {
    return new FailingBlobs(super.blobs(temporaryPrefix));
  }

  private final class FailingBlobs extends ForwardingBlobs {
    FailingBlobs(BlobStore blobs) {
      super(blobs);
    }

    @Override
    public BlobWriter create(String key) throws IOException {
      BlobWriter[] writer = new BlobWriter[1];
      operate(() -> writer[0] = super.create(key));
      return new FailingWriter(writer[0]);
    }

    @Override
    public void delete(String key) throws IOException {
      operate(() -> super.delete(key));
    }
  }

  private final class FailingWriter implements BlobWriter {
    private final BlobWriter writer;

    FailingWriter(BlobWriter writer) {
      this.writer = writer;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      operate(() -> writer.write(bytes, offset, length));
    }

    @Override
    public long length() {
      return writer.length();
    }

    @Override
    public void commit() throws IOException {
      operate(writer::commit);
    }

    @Override
    public void close() throws IOException {
      if (!dead) {
        writer.close();
      }
    }
  }
}
