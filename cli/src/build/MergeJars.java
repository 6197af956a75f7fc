import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes one jar of some: a class that is not in the JVM's AOT cache is sought in every jar, and all are opened for that.
 * Run by build.sh as {@code java MergeJars.java OUT.jar IN.jar...}.
 *
 * <p>Classes for the old verifier get a current version and the stack maps that this asks for, and signatures are left
 * out: the JVM's AOT cache takes neither old classes nor signed jars. Maven has checked the jars' checksums. Native
 * libraries stay, for machines whose own build.sh does not know.
 */
final class MergeJars {
  /** The first version whose classes have to have stack maps. */
  private static final int JAVA_7 = 51;

  /** Manifests, signatures, classes for other versions of Java, and modules, which a class path has none of. */
  private static final Pattern LEFT_OUT =
      Pattern.compile("META-INF/MANIFEST\\.MF|META-INF/[^/]*\\.(SF|RSA|DSA|EC)|META-INF/versions/.*|module-info\\.class");

  /**
   * A class of Groovy that picocli asks for at each start, only to see whether a value is of it. An empty one in the AOT
   * cache answers that; to learn that there is none, the jar would be opened, which takes 20 ms.
   */
  private static final ClassDesc ASKED_FOR = ClassDesc.of("groovy.lang.Closure");

  private static final String ASKING = "picocli/CommandLine.class";

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private MergeJars() {}

  public static void main(String[] args) throws IOException {
    MergeJars merged = new MergeJars();
    for (int i = 1; i < args.length; i++) {
      merged.add(Path.of(args[i]));
    }
    if (merged.entries.containsKey(ASKING)) {
      merged.entries.put(
          ASKED_FOR.packageName().replace('.', '/') + "/" + ASKED_FOR.displayName() + ".class",
          ClassFile.of().build(ASKED_FOR, empty -> {}));
    }
    merged.write(Path.of(args[0]));
  }

  private void add(Path jar) throws IOException {
    try (var in = new JarFile(jar.toFile(), false);
        var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      var hierarchy =
          ClassHierarchyResolver.ofResourceParsing(loader)
              .orElse(ClassHierarchyResolver.defaultResolver());
      var classFile =
          ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(hierarchy));
      in.stream()
          .filter(entry -> !entry.isDirectory() && !LEFT_OUT.matcher(entry.getName()).matches())
          .forEach(entry -> add(in, entry, classFile));
    }
  }

  private void add(JarFile in, ZipEntry entry, ClassFile classFile) {
    String name = entry.getName();
    try {
      byte[] bytes = in.getInputStream(entry).readAllBytes();
      if (entries.containsKey(name) && (name.endsWith(".class") || name.startsWith("META-INF/services/"))) {
        throw new IOException(in.getName() + " has " + name + ", as another jar does");
      }
      // Of licences and the like of one name the first is kept.
      entries.putIfAbsent(name, name.endsWith(".class") ? current(classFile, bytes) : bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] current(ClassFile classFile, byte[] bytes) {
    ClassModel model = classFile.parse(bytes);
    if (model.majorVersion() >= JAVA_7) {
      return bytes;
    }
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
    return classFile.transformClass(model, version.andThen(bodies));
  }

  private void write(Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        var out = new ZipOutputStream(file)) {
      for (var entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
  }
}
