package io.intarsia.library.checkin.assemble;

import io.intarsia.library.manifest.ContentId;
import io.intarsia.store.chunk.Fingerprint;
import org.jspecify.annotations.Nullable;

/** Ids of contents by their number. */
final class ContentIds {
  private final byte[] kinds;
  private final @Nullable Fingerprint[] fingerprints;
  private @Nullable Fingerprint @Nullable [] sha256s;

  ContentIds(int count) {
    kinds = new byte[count];
    fingerprints = new Fingerprint[count];
  }

  void set(int content, ContentId id) {
    kinds[content] = (byte) id.kind().ordinal();
    fingerprints[content] = id.fingerprint();
    if (id.sha256() != null) {
      if (sha256s == null) {
        sha256s = new Fingerprint[kinds.length];
      }
      sha256s[content] = id.sha256();
    }
  }

  ContentId get(int content) {
    return switch (kinds[content]) {
      case 0 -> ContentId.UNKNOWN;
      case 1 -> ContentId.EMPTY;
      case 2 -> ContentId.ofChunk(require(content), sha256(content));
      default -> ContentId.ofList(require(content));
    };
  }

  private @Nullable Fingerprint sha256(int content) {
    return sha256s == null ? null : sha256s[content];
  }

  private Fingerprint require(int content) {
    Fingerprint fingerprint = fingerprints[content];
    if (fingerprint == null) {
      throw new IllegalStateException("content " + content + " has no fingerprint");
    }
    return fingerprint;
  }
}
