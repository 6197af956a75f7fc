package io.intarsia.library.view;

import java.io.IOException;

/** Takes the lines of a listing, in order of their paths' bytes within each directory. */
@FunctionalInterface
public interface FileVisitor {
  void file(ListedFile file) throws IOException;
}
