package io.intarsia.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is done under the commit lock: version records appended, the catalog brought up to them. */
@FunctionalInterface
public interface CommitAction<T extends @Nullable Object> {
  /**
   * @param records to append to, valid only until this returns
   */
  T run(RecordLog records) throws IOException;
}
