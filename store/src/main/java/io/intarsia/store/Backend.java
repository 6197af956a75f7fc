package io.intarsia.store;

import io.intarsia.store.blob.BlobStore;
import io.intarsia.store.insert.Workers;
import io.intarsia.store.session.Coordination;
import java.io.IOException;

/** What a store stands on: where its blobs are, and how its users keep apart. */
interface Backend {
  /** Makes an empty place for a store. */
  void prepare() throws IOException;

  Coordination coordination() throws IOException;

  /**
   * The blobs.
   *
   * @param temporaryPrefix begins the names of temporary files
   */
  BlobStore blobs(String temporaryPrefix);

  /** The bytes that gc gives back to a full disk. */
  Reserve reserve();

  /** What runs beside the callers of the store. */
  Workers workers();
}
