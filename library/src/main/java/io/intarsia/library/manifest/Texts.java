package io.intarsia.library.manifest;

import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.object.BodyReader;
import io.intarsia.store.object.BodyWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts in bodies: UTF-8, at most 64 KiB; an optional text has a byte before it that says whether
 * it is there.
 */
public final class Texts {
  private static final int MAX_BYTES = 1 << 16;
  private static final int MAX_COUNT = 1 << 16;

  private Texts() {}

  /** Writes a text; what is past the limit is cut off between two characters. */
  public static void write(BodyWriter body, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, MAX_BYTES);
    while (length < bytes.length && length > 0 && (bytes[length] & 0xC0) == 0x80) {
      length--;
    }
    body.varint(length).raw(bytes, 0, length);
  }

  public static String read(BodyReader body) throws InvalidObjectException {
    return new String(body.bytes(MAX_BYTES), StandardCharsets.UTF_8);
  }

  public static void writeOptional(BodyWriter body, @Nullable String text) {
    body.u8(text == null ? 0 : 1);
    if (text != null) {
      write(body, text);
    }
  }

  public static @Nullable String readOptional(BodyReader body) throws InvalidObjectException {
    return body.u8() == 0 ? null : read(body);
  }

  public static void writeList(BodyWriter body, List<String> texts) {
    int count = Math.min(texts.size(), MAX_COUNT);
    body.varint(count);
    for (String text : texts.subList(0, count)) {
      write(body, text);
    }
  }

  public static List<String> readList(BodyReader body) throws InvalidObjectException {
    int count = body.count(MAX_COUNT, 1);
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(read(body));
    }
    return texts;
  }
}
