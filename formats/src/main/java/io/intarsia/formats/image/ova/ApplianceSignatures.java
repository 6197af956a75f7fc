package io.intarsia.formats.image.ova;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.image.Attachment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells appliances by their content. */
public final class ApplianceSignatures {
  private static final int HEAD_BYTES = 4096;
  private static final int TAR_MAGIC_OFFSET = 257;
  private static final String TAR_MAGIC = "ustar";

  private ApplianceSignatures() {}

  /**
   * The name of the format, or null: an archive with an OVF descriptor among its first members, or
   * a text that begins like a descriptor.
   */
  public static @Nullable String recognise(ByteSource file) throws IOException {
    int length = (int) Math.min(HEAD_BYTES, file.size());
    String head = new String(file.read(0, length), StandardCharsets.ISO_8859_1);
    if (head.startsWith(TAR_MAGIC, TAR_MAGIC_OFFSET)) {
      return TarReader.hasDescriptor(file) ? ApplianceImage.OVA : null;
    }
    String text = head.startsWith("\u00EF\u00BB\u00BF") ? head.substring(3) : head;
    boolean descriptor =
        file.size() <= Attachment.MAX_BYTES
            && text.stripLeading().startsWith("<")
            && text.contains("Envelope")
            && text.toLowerCase(Locale.ROOT).contains("ovf");
    return descriptor ? ApplianceImage.OVF : null;
  }
}
