package io.intarsia.library.checkin.assemble;

import io.intarsia.library.checkin.plan.Contents;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of whole contents, computed only for contents that are new: it lags behind until the
 * first chunk that is not stored, then catches up from the source and stays level. Holes count
 * against budgets, so that no sparse file costs hours.
 */
final class WholeDigest {
  private static final long HOLE_BUDGET_PER_CONTENT = 1L << 30;
  private static final long HOLE_BUDGET = 8L << 30;
  private static final int STEP_BYTES = 1 << 18;

  private final Contents contents;
  private final MessageDigest digest;
  private byte[] step = new byte[0];
  private long budget = HOLE_BUDGET;
  private int content;
  private long digested;
  private boolean level;
  private boolean given;
  private long holes;

  WholeDigest(Contents contents) {
    this.contents = contents;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  void begin(int newContent) {
    content = newContent;
    digest.reset();
    digested = 0;
    level = false;
    given = false;
    holes = 0;
  }

  /** Takes the next chunk. */
  void chunk(long offset, byte[] bytes, int at, int length, boolean isNew) throws IOException {
    if (isNew && !level && !given) {
      catchUp(offset);
      level = true;
    }
    if (level) {
      digest.update(bytes, at, length);
      digested = offset + length;
    }
  }

  /** Takes the next hole. */
  void hole(long offset, long length) {
    holes += length;
    if (holes > HOLE_BUDGET_PER_CONTENT || holes > budget) {
      level = false;
      given = true;
    } else if (level) {
      zeros(length);
      digested = offset + length;
    }
  }

  /**
   * The digest of a content of that size, all of which has been passed; null when its holes are
   * past the budget.
   */
  byte @Nullable [] finish(long size) throws IOException {
    if (given) {
      return null;
    }
    budget -= holes;
    catchUp(size);
    return digest.digest();
  }

  private void catchUp(long to) throws IOException {
    if (step.length == 0 && digested < to) {
      step = new byte[STEP_BYTES];
    }
    while (digested < to) {
      int length = (int) Math.min(step.length, to - digested);
      contents.read(content, digested, step, 0, length);
      digest.update(step, 0, length);
      digested += length;
    }
  }

  private void zeros(long length) {
    byte[] zeros = new byte[(int) Math.min(STEP_BYTES, length)];
    for (long left = length; left > 0; left -= zeros.length) {
      digest.update(zeros, 0, (int) Math.min(zeros.length, left));
    }
  }
}
