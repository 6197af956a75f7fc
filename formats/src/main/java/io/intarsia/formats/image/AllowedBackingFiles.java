package io.intarsia.formats.image;

import io.intarsia.bytes.FileSource;
import io.intarsia.formats.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens exactly the files of a list. A name that an image stores is taken relative to the directory
 * of that image, without QEMU's {@code file:}, and must lead to the same file as a path of the
 * list.
 */
public final class AllowedBackingFiles implements BackingFiles {
  /** QEMU opens {@code file:base.qcow2} as {@code base.qcow2}. */
  private static final String FILE_PROTOCOL = "file:";

  private final Path image;
  private final List<Path> allowed;
  private final List<Path> chain;

  private AllowedBackingFiles(Path image, List<Path> allowed, List<Path> above) {
    this.image = image;
    this.allowed = allowed;
    this.chain = new ArrayList<>(above);
    this.chain.add(image);
  }

  /**
   * @param image the image that may ask
   * @param allowed the files that it, and the files below it, may be given
   */
  public static AllowedBackingFiles of(Path image, List<Path> allowed) {
    return new AllowedBackingFiles(image, List.copyOf(allowed), List.of());
  }

  @Override
  public Backing open(String name) throws IOException {
    Path asked = resolve(name);
    if (asked != null && isNamed(asked) && Files.notExists(asked)) {
      throw new NoSuchFileException(asked.toString(), null, image + " needs it");
    }
    if (asked == null || !isOneOf(asked, allowed)) {
      String file = asked == null ? name : asked.toString();
      throw new BackingNotAllowedException(image.toString(), name, file);
    }
    if (isOneOf(asked, chain)) {
      throw new MalformedException(image.toString(), "its backing files form a circle at " + name);
    }
    return new Backing(FileSource.open(asked), new AllowedBackingFiles(asked, allowed, chain));
  }

  private @Nullable Path resolve(String name) {
    try {
      return name.startsWith(FILE_PROTOCOL)
          ? withoutProtocol(name.substring(FILE_PROTOCOL.length()))
          : image.resolveSibling(name);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** QEMU takes such a name from its working directory; where no file is there, it is a sibling. */
  private Path withoutProtocol(String name) {
    Path file = Path.of(name);
    return Files.exists(file) ? file : image.resolveSibling(file);
  }

  private boolean isNamed(Path file) {
    Path plain = file.toAbsolutePath().normalize();
    for (Path path : allowed) {
      if (path.toAbsolutePath().normalize().equals(plain)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOneOf(Path file, List<Path> files) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    for (Path other : files) {
      if (Files.exists(other) && Files.isSameFile(file, other)) {
        return true;
      }
    }
    return false;
  }
}
