import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites a jar so that its classes have a current class-file version, with the stack maps that this asks for: the
 * JVM's AOT cache takes no class that only the old verifier can check. Run by build.sh as {@code java
 * RaiseClassVersion.java IN.jar OUT.jar}.
 */
final class RaiseClassVersion {
  private RaiseClassVersion() {}

  public static void main(String[] args) throws IOException {
    try (var in = new JarFile(args[0]);
        var loader = new URLClassLoader(new URL[] {Path.of(args[0]).toUri().toURL()});
        var out = new ZipOutputStream(Files.newOutputStream(Path.of(args[1])))) {
      var hierarchy =
          ClassHierarchyResolver.ofResourceParsing(loader)
              .orElse(ClassHierarchyResolver.defaultResolver());
      var classFile =
          ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(hierarchy));
      for (var entries = in.entries(); entries.hasMoreElements(); ) {
        var entry = entries.nextElement();
        if (entry.isDirectory() || entry.getName().equals("module-info.class")) {
          continue;
        }
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(entry.getName().endsWith(".class") ? raise(classFile, bytes) : bytes);
      }
    }
  }

  private static byte[] raise(ClassFile classFile, byte[] bytes) {
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_17_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    // The bodies go through the writer too, else they would be copied without stack maps.
    var bodies = ClassTransform.transformingMethodBodies(CodeBuilder::with);
    return classFile.transformClass(classFile.parse(bytes), version.andThen(bodies));
  }
}
