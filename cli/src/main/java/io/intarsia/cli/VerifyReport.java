package io.intarsia.cli;

import io.intarsia.library.maintenance.VerifyResult;
import io.intarsia.library.maintenance.VerifyResult.Damage;
import io.intarsia.library.maintenance.VerifyResult.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What verify found. */
final class VerifyReport {
  private VerifyReport() {}

  static void json(JsonOutput json, VerifyResult result) {
    json.object()
        .put("checkedChunks", result.checkedChunks())
        .put("checkedBytes", result.checkedBytes())
        .put("dataBytes", result.dataBytes())
        .put("readBytes", result.readBytes())
        .put("skippedBytes", result.skippedBytes())
        .array("damaged");
    result.damaged().forEach(damage -> DamageText.json(json, damage));
    json.endArray().put("damagedLeftOut", result.damagedLeftOut()).endObject();
  }

  static void text(TextOutput text, VerifyResult result) throws IOException {
    text.line(
        "checked " + result.checkedChunks() + " chunks, " + Sizes.text(result.checkedBytes()));
    if (result.readBytes() < result.dataBytes()) {
      text.line(share(result));
    }
    List<Damage> damaged = result.damaged();
    DamageText.text(text, damaged, result.damagedLeftOut());
    if (damaged.isEmpty()) {
      text.line("no damage");
    } else {
      text.line(damaged.size() + result.damagedLeftOut() + " damaged; " + advice(damaged));
    }
  }

  /** What to do about it. */
  private static String advice(List<Damage> damaged) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    damaged.forEach(damage -> kinds.add(damage.kind()));
    List<String> advice = new ArrayList<>();
    if (kinds.contains(Kind.CHUNK) || kinds.contains(Kind.OBJECT)) {
      advice.add("'intarsia repair --from STORE|FILE' takes what is lost from elsewhere");
    } else if (!kinds.isEmpty()) {
      advice.add("'intarsia repair' makes it anew, without another copy");
    }
    if (kinds.contains(Kind.HEADER)) {
      advice.add(
          "a header that is still damaged, because 'store.copy' is too, is nowhere else but in a"
              + " copy of this very store: put it back from there with 'cp'");
    }
    if (kinds.contains(Kind.RECORD)) {
      advice.add(
          "version records that are still damaged, because the catalog does not have them, are"
              + " nowhere else but in a copy of this very store: put them back from there with"
              + " 'cp'");
    }
    return String.join("; then ", advice);
  }

  private static String share(VerifyResult result) {
    double percent = 100.0 * result.readBytes() / result.dataBytes();
    String read =
        String.format(Locale.ROOT, "%.1f", percent)
            + " % of the data was read, "
            + Sizes.text(result.readBytes())
            + " of "
            + Sizes.text(result.dataBytes());
    return result.skippedBytes() == 0
        ? read
        : read + "; " + Sizes.text(result.skippedBytes()) + " were found sound before";
  }
}
