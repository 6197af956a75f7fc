package io.intarsia.library.checkin;

import io.intarsia.formats.image.Attachment;
import io.intarsia.library.manifest.DirectoryObject;
import io.intarsia.library.manifest.FileSystemManifest;
import io.intarsia.library.view.ContentBytes;
import io.intarsia.library.view.StoredImage;
import io.intarsia.library.workspace.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a stored image's attachments back. */
final class AttachmentBytes {
  private AttachmentBytes() {}

  static List<Attachment> of(Workspace workspace, StoredImage image) throws IOException {
    List<Attachment> attachments = new ArrayList<>();
    FileSystemManifest tree = image.attachments();
    if (tree != null) {
      DirectoryObject.read(
          workspace.objects(),
          tree.root().requireDirectory(),
          entry -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ContentBytes.copy(workspace.store().reader(), entry.content(), bytes);
            attachments.add(
                new Attachment(
                    new String(entry.name(), StandardCharsets.UTF_8), bytes.toByteArray()));
          });
    }
    return attachments;
  }
}
