package io.intarsia.library.checkin.assemble;

import io.intarsia.library.manifest.ContentId;
import io.intarsia.store.chunk.Fingerprint;
import org.jspecify.annotations.Nullable;

/** Ids of contents by their number. */
final class ContentIds {
  private final byte[] kinds;
  private final @Nullable Fingerprint[] fingerprints;

  ContentIds(int count) {
    kinds = new byte[count];
    fingerprints = new Fingerprint[count];
  }

  void set(int content, ContentId id) {
    kinds[content] = (byte) id.kind().ordinal();
    fingerprints[content] = id.fingerprint();
  }

  ContentId get(int content) {
    return switch (kinds[content]) {
      case 0 -> ContentId.UNKNOWN;
      case 1 -> ContentId.EMPTY;
      case 2 -> ContentId.ofChunk(require(content));
      default -> ContentId.ofList(require(content));
    };
  }

  private Fingerprint require(int content) {
    Fingerprint fingerprint = fingerprints[content];
    if (fingerprint == null) {
      throw new IllegalStateException("content " + content + " has no fingerprint");
    }
    return fingerprint;
  }
}
