package io.intarsia.library.workspace;

import io.intarsia.catalog.CatalogCipher;
import io.intarsia.store.crypt.ColumnSeal;

/** The catalog's values under the keys of an encrypted store. */
record SealedCatalog(ColumnSeal columns) implements CatalogCipher {
  @Override
  public boolean isPlain() {
    return false;
  }

  @Override
  public synchronized String seal(String context, String value) {
    return columns.seal(context, value);
  }

  @Override
  public synchronized String open(String context, String sealed) {
    return columns.open(context, sealed);
  }

  @Override
  public synchronized long check(String line) {
    return columns.check(line);
  }
}
