package io.intarsia.formats.filesystem.iso9660;

import static io.intarsia.formats.filesystem.iso9660.IsoLayout.*;

import io.intarsia.formats.MalformedException;
import io.intarsia.formats.filesystem.FileSystem.EntryVisitor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The entries of a directory. */
final class DirectoryReader {
  private final Volume volume;
  private final EntryVisitor visitor;
  private @Nullable MalformedException damage;

  /** The record before said that it has more extents: this one names nothing of its own. */
  private boolean continued;

  DirectoryReader(Volume volume, EntryVisitor visitor) {
    this.volume = volume;
    this.visitor = visitor;
  }

  /** Visits what can be read, and throws at the end when a record was damaged. */
  void list(long firstBlock) throws IOException {
    DirectoryRecord self = volume.self(firstBlock);
    if (self.extent() != firstBlock) {
      throw volume.malformed("the directory in block " + firstBlock + " says it is elsewhere");
    }
    long size = self.size();
    for (long done = 0; done < size; done += BLOCK) {
      long number = firstBlock + done / BLOCK;
      if (!volume.directoryBlocks().claim((int) number, firstBlock)) {
        throw volume.malformed("block " + number + " is part of another directory, too");
      }
      block(number, (int) Math.min(BLOCK, size - done));
    }
    if (damage != null) {
      throw damage;
    }
  }

  /** Records do not go past the end of their block; zeros fill it up. */
  private void block(long number, int length) throws IOException {
    byte[] bytes = volume.block(number);
    int at = 0;
    while (at + MIN_RECORD <= length && bytes[at] != 0) {
      DirectoryRecord record = new DirectoryRecord(number * BLOCK + at, bytes, at);
      if (!record.isSound()) {
        damage = volume.malformed("record " + record.position() + " of a directory is damaged");
        return;
      }
      boolean first = !continued;
      continued = record.has(FLAG_MULTI_EXTENT);
      if (first && !record.isSelf() && !record.isParent() && !record.has(FLAG_ASSOCIATED)) {
        record(record);
      }
      at += record.length();
    }
  }

  private void record(DirectoryRecord record) throws IOException {
    byte[] name;
    long number = record.has(FLAG_DIRECTORY) ? record.extent() * BLOCK : record.position();
    try {
      if (volume.form() == Volume.NameForm.ROCK_RIDGE) {
        RockRidge rock = RockRidge.read(volume, record);
        if (rock.isRelocated()) {
          return;
        }
        byte[] given = rock.name();
        name = given == null ? Names.plain(record) : given;
        number = rock.childBlock() < 0 ? number : rock.childBlock() * BLOCK;
      } else {
        name = volume.form() == Volume.NameForm.JOLIET ? Names.joliet(record) : Names.plain(record);
      }
    } catch (MalformedException e) {
      damage = e;
      return;
    }
    if (isName(name)) {
      visitor.entry(name, number);
    } else {
      damage = volume.malformed("record " + record.position() + " of a directory: bad name");
    }
  }

  private static boolean isName(byte[] name) {
    for (byte b : name) {
      if (b == 0 || b == '/') {
        return false;
      }
    }
    boolean dots = name.length <= 2 && (name.length < 1 || name[0] == '.');
    return name.length > 0 && !(dots && name[name.length - 1] == '.');
  }
}
