package io.intarsia.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameContaining;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The house of docs/ARCHITECTURE.md: which module and package may know which. */
class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.intarsia");

  @ParameterizedTest
  @CsvSource({
    "bytes, ''",
    "formats, bytes",
    "store, bytes",
    "catalog, ''",
    "library, bytes formats store catalog",
    "cli, bytes formats store catalog library",
  })
  void modulesKnowOnlyWhatLiesBelow(String module, String below) {
    String[] allowed = (module + " " + below).strip().split(" ");
    for (int i = 0; i < allowed.length; i++) {
      allowed[i] = "io.intarsia." + allowed[i] + "..";
    }
    classes()
        .that()
        .resideInAPackage("io.intarsia." + module + "..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(not(resideInAPackage("io.intarsia.."))))
        .because("arrows go one way: bytes <- formats, store <- library <- cli; catalog <- library")
        .check(ALL);
  }

  @Test
  void parsersNameNoFiles() {
    noClasses()
        .that()
        .resideInAPackage("io.intarsia.formats..")
        .and(are(not(simpleNameContaining("AllowedBackingFiles"))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..")
        .because("parsers take a ByteSource, so that no image can lead them to a path of the host")
        .check(ALL);
  }

  @Test
  void onlyWritersOfImagesHaveAChannel() {
    noClasses()
        .that()
        .resideInAPackage("io.intarsia.formats..")
        .and(are(not(simpleNameEndingWith("Writer"))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.channels..")
        .because(
            "parsers take a ByteSource, so that they can be fuzzed and read whatever is stored")
        .check(ALL);
  }

  /** The store's root package is its face: what all name, and what puts all together. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(io.intarsia.bytes..)",
        "(io.intarsia.formats..)",
        "io.intarsia.store.(*..)",
        "(io.intarsia.catalog..)",
        "(io.intarsia.library..)",
        "(io.intarsia.cli..)"
      })
  void packagesHaveNoCycles(String packages) {
    slices()
        .matching(packages)
        .should()
        .beFreeOfCycles()
        .ignoreDependency(listOfAllReaders(), DescribedPredicate.alwaysTrue())
        .because("a package that another one needs can then be read, tested and changed before it")
        .check(ALL);
  }

  /** Lists that stand beside the interface and name each implementation below it, once. */
  private static DescribedPredicate<JavaClass> listOfAllReaders() {
    return simpleName("FileSystems").or(simpleName("DiskImages"));
  }

  @Test
  void classesAreNamedByWhatTheyDo() {
    noClasses()
        .should()
        .haveNameMatching(".*\\.[^.]*(Util|Helper|Common)[^.]*")
        .because("a class for anything grows without end; a name says what belongs into it")
        .check(ALL);
  }
}
