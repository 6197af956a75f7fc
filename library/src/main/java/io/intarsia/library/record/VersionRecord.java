package io.intarsia.library.record;

import io.intarsia.catalog.CatalogChange;
import java.util.List;

/**
 * A record of the log: a change of the catalog, and what only {@code show} asks for.
 *
 * @param leftOut what of the container was not kept; empty for all but check-ins
 * @param notes what people should know of the container, a sentence each; empty for all but
 *     check-ins
 * @param droppedBytes bytes that were stored as zeros; 0 for all but check-ins
 * @param dropped which they were; empty for all but check-ins
 */
public record VersionRecord(
    CatalogChange change,
    List<String> leftOut,
    List<String> notes,
    long droppedBytes,
    List<Dropped> dropped) {
  public VersionRecord {
    leftOut = List.copyOf(leftOut);
    notes = List.copyOf(notes);
    dropped = List.copyOf(dropped);
  }

  public static VersionRecord of(CatalogChange change) {
    return new VersionRecord(change, List.of(), List.of(), 0, List.of());
  }
}
