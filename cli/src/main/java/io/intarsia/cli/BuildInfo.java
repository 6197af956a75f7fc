package io.intarsia.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Which Intarsia this is. */
record BuildInfo(String name, String version, String commit) {

  /** As the build wrote it down. */
  static BuildInfo read() throws IOException {
    Properties build = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        build.load(in);
      }
    }
    return new BuildInfo(
        "intarsia",
        build.getProperty("version", "unknown version"),
        build.getProperty("commit", "unknown commit"));
  }

  void print(Intarsia program) throws IOException {
    if (program.json()) {
      try (JsonOutput json = new JsonOutput(program.streams().out())) {
        json.object().put("name", name).put("version", version).put("commit", commit).endObject();
      }
    } else {
      try (TextOutput text = new TextOutput(program.streams().out(), false)) {
        text.line(name + " " + version + " (" + commit + ")");
      }
    }
  }
}
