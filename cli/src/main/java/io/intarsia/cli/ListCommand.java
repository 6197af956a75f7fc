package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.library.history.ImageSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code intarsia list}. */
final class ListCommand extends LibraryCommand {

  ListCommand(Intarsia program) {
    super(program, "list", "Lists the images.");
    examples("intarsia list", "intarsia --json list");
  }

  @Override
  int run(Library library) throws IOException {
    List<ImageSummary> images = library.list();
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.array();
        for (ImageSummary image : images) {
          json.object()
              .put("image", image.name())
              .put("owner", image.owner())
              .put("versions", image.versions())
              .put("defaultVersion", image.defaultVersion())
              .put("virtualBytes", image.virtualBytes())
              .put("created", image.created())
              .put("locked", image.locked())
              .endObject();
        }
        json.endArray();
      }
      return Invocation.DONE;
    }
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"IMAGE", "VERSIONS", "DEFAULT", "SIZE", "CREATED", "OWNER", ""});
    for (ImageSummary image : images) {
      rows.add(
          new String[] {
            image.name(),
            Integer.toString(image.versions()),
            Integer.toString(image.defaultVersion()),
            Sizes.text(image.virtualBytes()),
            image.created(),
            image.owner(),
            image.locked() ? "locked" : ""
          });
    }
    try (TextOutput text = text()) {
      text.table(rows, "lrrrlll");
    }
    return Invocation.DONE;
  }
}
