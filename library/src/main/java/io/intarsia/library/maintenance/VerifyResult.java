package io.intarsia.library.maintenance;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What verify found.
 *
 * @param checkedChunks chunks and objects whose fingerprints were computed
 * @param checkedBytes bytes read, of all files
 * @param dataBytes stored bytes of all frames
 * @param readBytes those of them that were read
 * @param skippedBytes those that an interrupted verification had found sound
 * @param damaged empty for a sound store
 * @param damagedLeftOut how many more are damaged than {@code damaged} lists
 */
public record VerifyResult(
    long checkedChunks,
    long checkedBytes,
    long dataBytes,
    long readBytes,
    long skippedBytes,
    List<Damage> damaged,
    long damagedLeftOut) {
  public VerifyResult {
    damaged = List.copyOf(damaged);
  }

  /** What is damaged. */
  public enum Kind {
    /** Bytes of an image: lost. */
    CHUNK,
    /** A directory, a block map, a manifest: lost. */
    OBJECT,
    /** A file of packed chunks of which nothing that a version needs is lost. */
    PACK,
    INDEX,
    RECORD,
    CATALOG,
    /** The files {@code keys} and {@code keys.copy} of an encrypted store. */
    KEYS,
    /** The file {@code store}. */
    HEADER,
    /** The file {@code settings}. */
    SETTINGS,
    /** The file {@code condemned}. */
    CONDEMNED;

    /** In lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One damaged thing.
   *
   * @param file of the store, relative to it; "packs" for what no pack has
   * @param what what is wrong with it
   * @param kind what it is
   * @param pack the pack that it was in, 24 hexadecimal digits; null where there is none
   * @param fingerprint of a lost chunk or object in hexadecimal, else null
   * @param versions {@code NAME@V} of each version that cannot be read in full because of it
   * @param touches where in these versions it is needed
   * @param touchesLeftOut how many more places there are
   */
  public record Damage(
      String file,
      String what,
      Kind kind,
      @Nullable String pack,
      @Nullable String fingerprint,
      List<String> versions,
      List<Touch> touches,
      long touchesLeftOut) {
    public Damage {
      versions = List.copyOf(versions);
      touches = List.copyOf(touches);
    }
  }

  /**
   * A place in a version that cannot be read.
   *
   * @param partition as paths call it; null where it is in none
   * @param path of the file in the bytes of the disk; null for what is no file
   * @param offset in bytes on the disk for what is no file; null where that is not known
   */
  public record Touch(
      String image,
      int version,
      @Nullable String partition,
      byte @Nullable [] path,
      @Nullable Long offset) {}
}
