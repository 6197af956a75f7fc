import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * Writes a signed jar without its signature: the JVM's AOT cache takes no class of a signed jar, and
 * checking them at each start takes 0.2 s. Maven has checked the jar's own checksum. Run by build.sh
 * as {@code java StripSignature.java IN.jar OUT.jar}.
 */
final class StripSignature {
  private StripSignature() {}

  public static void main(String[] args) throws IOException {
    try (var in = new JarFile(args[0], false)) {
      Manifest manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      try (var out = new JarOutputStream(Files.newOutputStream(Path.of(args[1])), manifest)) {
        for (var entries = in.entries(); entries.hasMoreElements(); ) {
          ZipEntry entry = entries.nextElement();
          // classes for other versions of Java, signatures, and the manifest with each class's digest
          if (!entry.isDirectory() && !entry.getName().startsWith("META-INF/")) {
            out.putNextEntry(new ZipEntry(entry.getName()));
            in.getInputStream(entry).transferTo(out);
          }
        }
      }
    }
  }
}
