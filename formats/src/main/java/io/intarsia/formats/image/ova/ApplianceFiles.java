package io.intarsia.formats.image.ova;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.image.BackingFiles;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The files of an appliance, by name. */
interface ApplianceFiles {

  /**
   * Opens a file that must be there.
   *
   * @return with what it may open in turn; the source is closed by whoever asked for it
   */
  BackingFiles.Backing open(String name) throws IOException;

  /** The files of an archive. */
  record Archive(ByteSource file, Iterable<TarMember> members) implements ApplianceFiles {

    @Override
    public BackingFiles.Backing open(String name) throws IOException {
      TarMember member = find(name);
      if (member == null) {
        throw new MalformedException(file.description(), "it has no member '" + name + "'");
      }
      return new BackingFiles.Backing(source(member), this::open);
    }

    ByteSource source(TarMember member) throws IOException {
      return file.slice(member.name(), member.place(), member.size());
    }

    private @Nullable TarMember find(String name) {
      for (TarMember member : members) {
        if (member.name().equals(name)) {
          return member;
        }
      }
      return null;
    }
  }
}
