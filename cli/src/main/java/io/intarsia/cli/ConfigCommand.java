package io.intarsia.cli;

import io.intarsia.library.Library;
import io.intarsia.store.StoreSettings;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** {@code intarsia config}. */
final class ConfigCommand extends LibraryCommand {
  private static final int KEY_WIDTH = 18;
  private static final int VALUE_WIDTH = 7;

  private final Word<String> key = optionalParameter("KEY", Setting.keys(), "Which setting.");
  private final Word<String> value =
      optionalParameter("VALUE", "What it is from now on: such as 6, 2MiB, 20%, off.");

  private @Nullable Setting setting;
  private long number;

  ConfigCommand(Intarsia program) {
    super(
        program,
        "config",
        "Shows the settings of a store, or one of them, or changes it.",
        "What is stored already stays as it is: sizes and level are those of what is written from now"
            + " on.");
    examples(
        "intarsia config", "intarsia config compression.level 6", "intarsia config gc.auto 20%");
  }

  @Override
  void check() {
    String named = key.orNull();
    if (named == null) {
      return;
    }
    Setting found = Setting.of(named);
    if (found == null) {
      throw wrong("there is no setting '" + named + "'; 'intarsia config' lists them");
    }
    setting = found;
    if (!value.isAbsent()) {
      try {
        number = found.parse(value.get());
      } catch (TypeConversionException e) {
        throw wrong(e.getMessage());
      }
    }
  }

  private ParameterException wrong(@Nullable String message) {
    return program.wrongUsage(String.valueOf(message));
  }

  @Override
  int run(Library library) throws IOException {
    Setting only = setting;
    StoreSettings settings =
        only == null || value.isAbsent() ? library.settings() : change(library, only);
    if (program.json()) {
      try (JsonOutput json = json()) {
        json.object();
        for (Setting each : Setting.values()) {
          if (only == null || only == each) {
            json.put(each.key(), each.value(settings));
          }
        }
        json.endObject();
      }
    } else {
      try (TextOutput text = text()) {
        print(text, settings);
      }
    }
    return Invocation.DONE;
  }

  private StoreSettings change(Library library, Setting changed) throws IOException {
    try {
      return library.changeSettings(settings -> changed.with(settings, number));
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private void print(TextOutput text, StoreSettings settings) throws IOException {
    for (Setting each : Setting.values()) {
      if (setting == each) {
        text.line(each.text(settings));
      } else if (setting == null) {
        String line =
            each.key() + " ".repeat(KEY_WIDTH - each.key().length()) + each.text(settings);
        text.line(line + " ".repeat(KEY_WIDTH + VALUE_WIDTH - line.length()) + each.meaning());
      }
    }
  }
}
