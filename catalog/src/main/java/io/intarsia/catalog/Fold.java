package io.intarsia.catalog;

import io.intarsia.catalog.CatalogChange.DefaultSet;
import io.intarsia.catalog.CatalogChange.ImageLocked;
import io.intarsia.catalog.CatalogChange.ImageRenamed;
import io.intarsia.catalog.CatalogChange.VersionAdded;
import io.intarsia.catalog.CatalogChange.VersionRemoved;
import io.intarsia.catalog.CatalogChange.VersionReplaced;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What each kind of change does to the tables. Called inside a transaction; refuses what
 * contradicts them, after which the transaction is to be rolled back.
 */
final class Fold {
  private final Database database;

  Fold(Database database) {
    this.database = database;
  }

  long lastRecord() throws CatalogException {
    try (Rows rows = database.query("SELECT last_record, row_check FROM applied WHERE id = 1")) {
      if (!rows.next()) {
        return 0;
      }
      long number = rows.integer(1);
      rows.requireCheck(2, Line.applied(number));
      return number;
    }
  }

  void apply(long recordNumber, CatalogChange change) throws CatalogException {
    switch (change) {
      case VersionAdded added -> add(recordNumber, added);
      case VersionReplaced replaced -> replace(recordNumber, replaced);
      case VersionRemoved removed -> remove(removed);
      case ImageRenamed renamed -> rename(renamed);
      case DefaultSet set -> setDefault(set);
      case ImageLocked locked ->
          Images.update(database, requireImage(locked.imageId()).withLocked(locked.locked()));
    }
    database.updateOne(
        """
        INSERT INTO applied VALUES (1, ?, ?)
        ON CONFLICT (id) DO UPDATE SET last_record = excluded.last_record,
          row_check = excluded.row_check\
        """,
        recordNumber,
        database.check(Line.applied(recordNumber)));
  }

  long nextImageId() throws CatalogException {
    return database.number("SELECT COALESCE(MAX(id), 0) + 1 FROM image");
  }

  long nextVersionNumber(long imageId) throws CatalogException {
    return database.number(
        "SELECT COALESCE(MAX(number), 0) + 1 FROM version WHERE image_id = ?", imageId);
  }

  private void add(long recordNumber, VersionAdded added) throws CatalogException {
    VersionId id = added.id();
    requireImageFor(added);
    if (id.number() != nextVersionNumber(id.imageId())) {
      throw refused("version " + id.number() + " is not the next one of " + added.imageName());
    }
    if (added.derivedFrom() != null && Versions.find(database, added.derivedFrom()) == null) {
      throw refused("the version that " + added.imageName() + " is derived from is not known");
    }
    Version version =
        new Version(
            id,
            added.manifest(),
            added.created(),
            added.message(),
            added.derivedFrom(),
            added.sizes(),
            added.sourceFormat(),
            recordNumber,
            recordNumber,
            null);
    Versions.insert(database, version);
    FileSystems.replace(database, id, added.fileSystems());
  }

  private void requireImageFor(VersionAdded added) throws CatalogException {
    long imageId = added.id().imageId();
    ImageRow image = Images.row(database, imageId);
    if (image == null) {
      if (imageId != nextImageId()) {
        throw refused("image id " + imageId + " is not the next one");
      }
      requireFree(added.imageName());
      Images.insert(
          database,
          new ImageRow(imageId, added.imageName(), added.owner(), added.created(), false));
    } else if (!image.name().equals(added.imageName())) {
      throw refused("image " + imageId + " is " + image.name() + ", not " + added.imageName());
    }
  }

  private void replace(long recordNumber, VersionReplaced replaced) throws CatalogException {
    Version old = requirePresent(replaced.id());
    write(old, replaced.manifest(), replaced.sizes(), recordNumber, null);
    FileSystems.replace(database, old.id(), replaced.fileSystems());
  }

  private void remove(VersionRemoved removed) throws CatalogException {
    Version old = requirePresent(removed.id());
    write(old, old.manifest(), old.sizes(), old.manifestRecordNumber(), removed.at());
    Image image = Images.selectOne(database, "WHERE i.id = ?", old.id().imageId());
    Long chosen = image == null ? null : image.chosenDefault();
    if (chosen != null && chosen == old.id().number()) {
      Images.clearDefault(database, old.id().imageId());
    }
  }

  private void write(
      Version old,
      byte[] manifest,
      VersionSizes sizes,
      long manifestRecordNumber,
      @Nullable Instant removedAt)
      throws CatalogException {
    Versions.update(
        database,
        new Version(
            old.id(),
            manifest,
            old.created(),
            old.message(),
            old.derivedFrom(),
            sizes,
            old.sourceFormat(),
            old.recordNumber(),
            manifestRecordNumber,
            removedAt));
  }

  private void rename(ImageRenamed renamed) throws CatalogException {
    ImageRow image = requireImage(renamed.imageId());
    requireFree(renamed.newName());
    Images.update(database, image.withName(renamed.newName()));
  }

  private void setDefault(DefaultSet set) throws CatalogException {
    requireImage(set.imageId());
    Long number = set.number();
    if (number == null) {
      Images.clearDefault(database, set.imageId());
    } else {
      Images.setDefault(database, requirePresent(new VersionId(set.imageId(), number)).id());
    }
  }

  private void requireFree(String name) throws CatalogException {
    Image holder = Images.selectOne(database, "WHERE i.name = ?", Sealed.lookUp(Images.NAME, name));
    if (holder != null) {
      throw refused("the name " + name + " belongs to another image");
    }
  }

  private ImageRow requireImage(long id) throws CatalogException {
    ImageRow image = Images.row(database, id);
    if (image == null) {
      throw refused("there is no image " + id);
    }
    return image;
  }

  private Version requirePresent(VersionId id) throws CatalogException {
    Version version = Versions.find(database, id);
    if (version == null || !version.present()) {
      throw refused(
          "version "
              + id.number()
              + " of image "
              + id.imageId()
              + (version == null ? " does not exist" : " was removed"));
    }
    return version;
  }

  private static ChangeRefusedException refused(String why) {
    return new ChangeRefusedException("The catalog refuses a change: " + why, null);
  }
}
