package io.intarsia.cli;

import io.intarsia.library.checkin.plan.Junk;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.library.reference.PathReference;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what people write for images and paths; what is wrong in itself is wrong usage. */
final class Arguments {
  private Arguments() {}

  /** {@code NAME[@V]}. */
  static final class Image implements ITypeConverter<ImageReference> {
    @Override
    public ImageReference convert(String text) {
      try {
        return ImageReference.parse(text);
      } catch (LibraryException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** {@code NAME[@V]:[PART:]/path}. */
  static final class ImagePath implements ITypeConverter<PathReference> {
    @Override
    public PathReference convert(String text) {
      try {
        return PathReference.parse(NameBytes.encode(text));
      } catch (LibraryException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** {@code NAME}. */
  static final class Name implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      try {
        ImageReference.checkName(text);
        return text;
      } catch (LibraryException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** What {@code --drop} names. */
  static final class Drop implements ITypeConverter<Junk> {
    @Override
    public Junk convert(String value) {
      for (Junk junk : Junk.values()) {
        if (junk.label().equals(value)) {
          return junk;
        }
      }
      throw new TypeConversionException(
          "'" + value + "' cannot be dropped; swap, pagefile and hibernation can");
    }
  }
}
