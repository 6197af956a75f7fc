package io.intarsia.cli;

import io.intarsia.library.checkin.plan.Junk;
import io.intarsia.library.error.LibraryException;
import io.intarsia.library.reference.ImageReference;
import io.intarsia.library.reference.PathReference;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what people write for images and paths; what is wrong in itself is wrong usage. */
final class Arguments {
  private Arguments() {}

  /** {@code NAME[@V]}. */
  static ImageReference image(String text) {
    try {
      return ImageReference.parse(text);
    } catch (LibraryException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** {@code NAME[@V]:[PART:]/path}. */
  static PathReference imagePath(String text) {
    try {
      return PathReference.parse(NameBytes.encode(text));
    } catch (LibraryException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** {@code NAME}. */
  static String name(String text) {
    try {
      ImageReference.checkName(text);
      return text;
    } catch (LibraryException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /**
   * A whole number.
   *
   * @param least the smallest one
   * @param refusal what any other word is said to be
   */
  static ITypeConverter<Integer> number(int least, String refusal) {
    return text -> {
      int number;
      try {
        number = Integer.parseInt(text);
      } catch (NumberFormatException e) {
        number = least - 1;
      }
      if (number < least) {
        throw new TypeConversionException("'" + text + "' is " + refusal);
      }
      return number;
    };
  }

  /** What {@code --drop} may name. */
  static Iterator<String> drops() {
    return Arrays.stream(Junk.values()).map(Junk::label).iterator();
  }

  /** What {@code --drop} names. */
  static Junk drop(String text) {
    for (Junk junk : Junk.values()) {
      if (junk.label().equals(text)) {
        return junk;
      }
    }
    throw new TypeConversionException(
        "'" + text + "' cannot be dropped; swap, pagefile and hibernation can");
  }
}
