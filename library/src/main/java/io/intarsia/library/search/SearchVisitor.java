package io.intarsia.library.search;

import java.io.IOException;

/** Takes hits as they are found. */
@FunctionalInterface
public interface SearchVisitor {
  void hit(SearchHit hit) throws IOException;
}
