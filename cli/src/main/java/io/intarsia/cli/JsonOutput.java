package io.intarsia.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * One JSON document on standard output, written as it comes. A document that an error cut short
 * stays open, so that nobody takes it for a whole one; one that is an array is begun by its first
 * element or its end, so that nothing is written when there was an error before.
 */
final class JsonOutput implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final OutputStream out;
  private final JsonGenerator generator;
  private boolean arrayIsDue;
  private boolean begun;

  JsonOutput(OutputStream out) {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    this.generator =
        JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build()
            .createGenerator(ObjectWriteContext.empty(), this.out);
  }

  /** Begins the document, or an element of an array, as an object. */
  JsonOutput object() {
    begin();
    generator.writeStartObject();
    return this;
  }

  /** Begins an object under a key. */
  JsonOutput object(String key) {
    generator.writeObjectPropertyStart(key);
    return this;
  }

  /** Makes the document an array. */
  JsonOutput array() {
    arrayIsDue = true;
    return this;
  }

  private void begin() {
    begun = true;
    if (arrayIsDue) {
      arrayIsDue = false;
      generator.writeStartArray();
    }
  }

  /** Begins an array under a key. */
  JsonOutput array(String key) {
    generator.writeArrayPropertyStart(key);
    return this;
  }

  JsonOutput endObject() {
    generator.writeEndObject();
    return this;
  }

  JsonOutput endArray() {
    begin();
    generator.writeEndArray();
    return this;
  }

  JsonOutput put(String key, @Nullable String value) {
    if (value == null) {
      generator.writeNullProperty(key);
    } else {
      generator.writeStringProperty(key, value);
    }
    return this;
  }

  JsonOutput put(String key, long value) {
    generator.writeNumberProperty(key, value);
    return this;
  }

  /** A number, or null where there is none. */
  JsonOutput putOptional(String key, @Nullable Long value) {
    return value == null ? put(key, (String) null) : put(key, (long) value);
  }

  JsonOutput put(String key, boolean value) {
    generator.writeBooleanProperty(key, value);
    return this;
  }

  /** A duration in seconds, to the millisecond. */
  JsonOutput putSeconds(String key, double seconds) {
    generator.writeNumberProperty(key, Math.round(seconds * 1000) / 1000.0);
    return this;
  }

  JsonOutput put(String key, List<String> values) {
    array(key);
    for (String value : values) {
      generator.writeString(value);
    }
    return endArray();
  }

  /** A file name; where it is no UTF-8, {@code <key>Bytes} holds its bytes in base64. */
  JsonOutput putName(String key, byte @Nullable [] name) {
    if (name == null) {
      return put(key, (String) null);
    }
    put(key, new String(name, StandardCharsets.UTF_8));
    if (!isUtf8(name)) {
      put(key + "Bytes", Base64.getEncoder().encodeToString(name));
    }
    return this;
  }

  /** An element of an array. */
  JsonOutput add(String value) {
    begin();
    generator.writeString(value);
    return this;
  }

  JsonOutput add(long value) {
    begin();
    generator.writeNumber(value);
    return this;
  }

  static boolean isUtf8(byte[] name) {
    for (byte b : name) {
      if (b < 0) {
        return !NameBytes.hasEscapes(NameBytes.decode(name));
      }
    }
    return true;
  }

  /** Ends the document's line and writes all that is left, if there is a document. */
  @Override
  public void close() throws IOException {
    if (!begun) {
      return;
    }
    generator.flush();
    out.write('\n');
    out.flush();
  }
}
