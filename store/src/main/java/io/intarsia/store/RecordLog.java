package io.intarsia.store;

import java.io.IOException;

/**
 * The version records, numbered from 1 without gaps. Each stands in a file of its own, specified in
 * docs/formats/record.md. Thread-safe.
 */
public interface RecordLog {
  /** The longest payload, in bytes. */
  int MAX_PAYLOAD = 1 << 20;

  /** Number of the newest record; 0 if there is none. Lists the directory of records. */
  long last() throws IOException;

  /**
   * Makes sure that whoever has applied all records in their order, up to that number, has met the
   * end of them and not a gap. Others may append meanwhile.
   *
   * @throws io.intarsia.store.error.DamagedException if a record is missing: one that was applied,
   *     or one before the newest
   */
  void requireNoGap(long applied) throws IOException;

  /** Whether a record of that number exists; one look at the file system. */
  boolean exists(long number) throws IOException;

  /**
   * The payload of a record.
   *
   * @throws io.intarsia.store.error.DamagedException if it is missing or its checksum is wrong
   */
  byte[] read(long number) throws IOException;

  /**
   * Makes the records durable that are there, also those of somebody who died before they were.
   * Called before something durable is built on what was read.
   */
  void sync() throws IOException;

  /**
   * Adds a record; it is durable when this returns.
   *
   * @return its number
   * @throws IllegalStateException outside {@link Store#commit}
   */
  long append(byte[] payload) throws IOException;

  /**
   * Writes a record again that is damaged or missing; it is durable when this returns.
   *
   * @param payload what it said
   * @throws IllegalStateException outside {@link Store#commit}
   */
  void restore(long number, byte[] payload) throws IOException;
}
