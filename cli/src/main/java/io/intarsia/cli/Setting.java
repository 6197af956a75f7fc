package io.intarsia.cli;

import io.intarsia.store.GcPolicy;
import io.intarsia.store.StoreOptions;
import io.intarsia.store.StoreSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** The settings that {@code config} knows, by their keys. */
enum Setting {
  COMPRESSION_LEVEL("compression.level", "zstd's, 1 to 19", Unit.NUMBER),
  FRAME_SIZE("frame.size", "bytes compressed together, up to 8MiB", Unit.SIZE),
  PACK_SIZE("pack.size", "bytes of a pack, up to 1024MiB", Unit.SIZE),
  GC_REWRITE_BELOW("gc.rewrite-below", "gc rewrites a pack of which less is live", Unit.PERCENT),
  GC_SLACK("gc.slack", "gc leaves at most so much dead data, of the live", Unit.PERCENT),
  GC_AUTO("gc.auto", "gc runs after a removal once so much is dead", Unit.PERCENT_OR_OFF);

  private final String key;
  private final String meaning;
  private final Unit unit;

  Setting(String key, String meaning, Unit unit) {
    this.key = key;
    this.meaning = meaning;
    this.unit = unit;
  }

  /** The setting of a key; null if there is none. */
  static @Nullable Setting of(String key) {
    for (Setting setting : values()) {
      if (setting.key.equals(key)) {
        return setting;
      }
    }
    return null;
  }

  static List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (Setting setting : values()) {
      keys.add(setting.key);
    }
    return keys;
  }

  String key() {
    return key;
  }

  String meaning() {
    return meaning;
  }

  /** Bytes, percent or a plain number. */
  long value(StoreSettings settings) {
    return switch (this) {
      case COMPRESSION_LEVEL -> settings.options().compressionLevel();
      case FRAME_SIZE -> settings.options().frameSize();
      case PACK_SIZE -> settings.options().packSize();
      case GC_REWRITE_BELOW -> settings.gc().rewriteBelow();
      case GC_SLACK -> settings.gc().slack();
      case GC_AUTO -> settings.gc().auto();
    };
  }

  /** For people; {@link #parse} reads it. */
  String text(StoreSettings settings) {
    return unit.text(value(settings));
  }

  /**
   * Reads a value.
   *
   * @throws TypeConversionException if it is none of this setting's kind
   */
  long parse(String text) {
    return unit.parse(text);
  }

  /**
   * The settings with another value of this one.
   *
   * @throws IllegalArgumentException if it is out of its range
   */
  StoreSettings with(StoreSettings settings, long number) {
    StoreOptions options = settings.options();
    GcPolicy gc = settings.gc();
    int small = Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
    StoreOptions newOptions =
        new StoreOptions(
            options.chunkSize(),
            this == FRAME_SIZE ? small : options.frameSize(),
            this == PACK_SIZE ? number : options.packSize(),
            this == COMPRESSION_LEVEL ? small : options.compressionLevel());
    GcPolicy newGc =
        new GcPolicy(
            this == GC_REWRITE_BELOW ? small : gc.rewriteBelow(),
            this == GC_SLACK ? small : gc.slack(),
            this == GC_AUTO ? small : gc.auto());
    return new StoreSettings(newOptions, newGc);
  }

  private enum Unit {
    NUMBER {
      @Override
      String text(long value) {
        return Long.toString(value);
      }

      @Override
      long parse(String text) {
        return number(text, text);
      }
    },
    SIZE {
      @Override
      String text(long value) {
        boolean mib = value % (1 << 20) == 0;
        boolean kib = value % (1 << 10) == 0;
        return mib ? (value >> 20) + "MiB" : kib ? (value >> 10) + "KiB" : Long.toString(value);
      }

      @Override
      long parse(String text) {
        return Sizes.parse(text);
      }
    },
    PERCENT {
      @Override
      String text(long value) {
        return value + "%";
      }

      @Override
      long parse(String text) {
        return number(text.endsWith("%") ? text.substring(0, text.length() - 1) : text, text);
      }
    },
    PERCENT_OR_OFF {
      @Override
      String text(long value) {
        return value == 0 ? "off" : PERCENT.text(value);
      }

      @Override
      long parse(String text) {
        return text.equals("off") ? 0 : PERCENT.parse(text);
      }
    };

    abstract String text(long value);

    abstract long parse(String text);

    private static long number(String digits, String text) {
      try {
        return Long.parseUnsignedLong(digits);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + text + "' is no number");
      }
    }
  }
}
