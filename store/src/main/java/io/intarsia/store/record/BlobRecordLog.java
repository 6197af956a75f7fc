package io.intarsia.store.record;

import io.intarsia.store.RecordLog;
import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.blob.Blobs;
import io.intarsia.store.error.DamagedException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Records as blobs. */
public final class BlobRecordLog implements RecordLog {
  private final BlobStore blobs;
  private final AtomicBoolean writable;
  private final AtomicLong newest = new AtomicLong();

  /** A log that cannot be appended to. */
  public BlobRecordLog(BlobStore blobs) {
    this(blobs, new AtomicBoolean(false));
  }

  /**
   * @param writable whether {@link #append} is allowed now
   */
  public BlobRecordLog(BlobStore blobs, AtomicBoolean writable) {
    this.blobs = blobs;
    this.writable = writable;
  }

  @Override
  public long last() throws IOException {
    long last = newest.get();
    if (last == 0) {
      for (String key : blobs.list(RecordFile.PREFIX)) {
        last = Math.max(last, RecordFile.number(key));
      }
    }
    while (exists(last + 1)) {
      last++;
    }
    newest.set(last);
    return last;
  }

  @Override
  public void requireNoGap(long applied) throws IOException {
    long last = last();
    if (applied > last) {
      throw missing(last + 1);
    }
    if (applied < last && !exists(applied + 1)) {
      throw missing(applied + 1);
    }
  }

  private static DamagedException missing(long number) {
    return new DamagedException(RecordFile.key(number), "it is missing");
  }

  @Override
  public boolean exists(long number) throws IOException {
    return blobs.exists(RecordFile.key(number));
  }

  @Override
  public byte[] read(long number) throws IOException {
    String key = RecordFile.key(number);
    try {
      byte[] bytes = Blobs.readAll(blobs, key, RecordFile.OVERHEAD + MAX_PAYLOAD);
      return RecordFile.decode(number, bytes);
    } catch (NoSuchFileException e) {
      throw missing(number);
    }
  }

  @Override
  public void sync() throws IOException {
    blobs.sync(RecordFile.PREFIX);
  }

  @Override
  public long append(byte[] payload) throws IOException {
    long number = last() + 1;
    write(number, payload);
    newest.set(number);
    return number;
  }

  @Override
  public void restore(long number, byte[] payload) throws IOException {
    write(number, payload);
  }

  private void write(long number, byte[] payload) throws IOException {
    if (!writable.get()) {
      throw new IllegalStateException("records are written only inside of a commit");
    }
    if (payload.length > MAX_PAYLOAD) {
      throw new IllegalArgumentException("a record of " + payload.length + " bytes is too long");
    }
    Blobs.write(blobs, RecordFile.key(number), RecordFile.encode(number, payload));
  }
}
