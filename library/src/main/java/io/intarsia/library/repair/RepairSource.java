package io.intarsia.library.repair;

import io.intarsia.bytes.ByteSource;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where copies of what is lost may be. */
interface RepairSource extends AutoCloseable {
  /** As the user named it. */
  String name();

  /** An object of that fingerprint, verified; null if it is not there or damaged there. */
  @Nullable StoredObject object(Fingerprint fingerprint) throws IOException;

  /** The bytes of a chunk, verified; null if it is not there or damaged there. */
  byte @Nullable [] chunk(Fingerprint fingerprint) throws IOException;

  /** Takes the disks of an image; false to see no more. */
  interface DisksVisitor {
    boolean disks(List<ByteSource> disks) throws IOException;
  }

  /** Shows the disks of each image that is there. */
  void visitDisks(DisksVisitor visitor) throws IOException;

  @Override
  void close() throws IOException;
}
