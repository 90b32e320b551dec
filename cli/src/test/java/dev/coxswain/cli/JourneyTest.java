package dev.coxswain.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The journey of a prompt is the order of dependency: each package knows those before it, none
/// after it.
final class JourneyTest {

  private static final String ROOT = "dev.coxswain";
  private static final String[] ENGINE = {
    ROOT,
    ROOT + ".math..",
    ROOT + ".snapshot..",
    ROOT + ".prompt..",
    ROOT + ".embedding..",
    ROOT + ".prediction..",
    ROOT + ".selection..",
    ROOT + ".outcome..",
    ROOT + ".allocation.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void importedClasses_everyModule_isThere() {
    for (String module : List.of("math", "learning", "prompts.dataset", "trainer.loop", "cli")) {
      assertThat(CLASSES.stream().map(JavaClass::getPackageName)).contains(ROOT + "." + module);
    }
  }

  /// Stages that no package of the journey may skip back from; a stage may hold several packages.
  private static void assertOrder(List<List<String>> stages) {
    List<String> earlier = new ArrayList<>();
    List<String> all = stages.stream().flatMap(List::stream).toList();
    for (List<String> stage : stages) {
      for (String here : stage) {
        List<String> later = new ArrayList<>(all);
        later.removeAll(earlier);
        later.remove(here);
        if (!later.isEmpty()) {
          noClasses()
              .that()
              .resideInAPackage(here)
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(later.toArray(String[]::new))
              .because("the journey goes " + all)
              .check(CLASSES);
        }
      }
      earlier.addAll(stage);
    }
  }

  private static List<List<String>> stages(String prefix, String... stages) {
    return Stream.of(stages)
        .map(stage -> Stream.of(stage.split(" ")).map(name -> prefix + name).toList())
        .toList();
  }

  @Test
  void engine_itsPackages_followTheJourney() {
    assertOrder(
        stages(
            ROOT,
            ".math.. .snapshot..",
            ".prompt..",
            ".embedding..",
            ".prediction..",
            ".selection..",
            ".outcome..",
            ".allocation..",
            ""));
  }

  @Test
  void trainer_itsPackages_followTheJourney() {
    assertOrder(
        stages(
            ROOT + ".trainer.",
            "disk.. task.. policy.. world.. timing..",
            "update..",
            "warmup..",
            "loop..",
            "replay.."));
  }

  @Test
  void modules_all_followTheJourney() {
    assertOrder(stages(ROOT, "", ".learning..", ".trainer..", ".cli.."));
    assertOrder(stages(ROOT, "", ".prompts..", ".server..", ".cli.."));
    assertApart(".server..", ".trainer..");
    assertApart(".server..", ".learning..");
    assertApart(".prompts..", ".learning..");
    assertApart(".prompts..", ".trainer..");
    noClasses()
        .that()
        .resideInAnyPackage(ENGINE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".learning..",
            ROOT + ".prompts..",
            ROOT + ".trainer..",
            ROOT + ".server..",
            ROOT + ".cli..")
        .check(CLASSES);
  }

  /// Neither needs the other, so that one can be had without torch and the other without files.
  private static void assertApart(String one, String other) {
    for (List<String> pair : List.of(List.of(one, other), List.of(other, one))) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + pair.getFirst())
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + pair.getLast())
          .check(CLASSES);
    }
  }

  @Test
  void prompts_itsPackages_followTheJourney() {
    assertOrder(stages(ROOT + ".prompts.", "dataset..", "encoder.."));
  }

  @Test
  void server_itsPackages_followTheJourney() {
    assertOrder(
        stages(ROOT + ".server", "", ".json..", ".store..", ".pool..", ".run..", ".http.."));
  }

  @Test
  void report_anyClass_knowsNoOtherPackageOfTheTrainer() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".trainer.report..")
        .should()
        .onlyDependOnClassesThat(are(not(resideInAPackage(ROOT + "..").and(not(ofTheReport())))))
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> ofTheReport() {
    return resideInAnyPackage(
        ROOT + ".trainer.report..", ROOT + ".trainer.disk..", ROOT + ".math..");
  }

  @Test
  void engine_anyClass_needsTheJdkAlone() {
    classes()
        .that()
        .resideInAnyPackage(ENGINE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(
                    Stream.of(ENGINE),
                    Stream.of("java..", "jdk.incubator.vector..", "org.jspecify.."))
                .toArray(String[]::new))
        .check(CLASSES);
  }

  /// Same history, same batches: so no clock, thread, file, log or unkeyed chance.
  @Test
  void engine_anyClass_dependsOnNothingThatChangesBetweenRuns() {
    noClasses()
        .that()
        .resideInAnyPackage(ENGINE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.time..",
            "java.net..",
            "java.util.concurrent..",
            "java.util.logging..",
            "java.lang.System.Logger..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.Thread")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Object.class, "hashCode")
        .orShould()
        .callMethod(System.class, "identityHashCode", Object.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void classes_anyName_saysWhatItIs() {
    classes()
        .should()
        .haveNameNotMatching(
            ".*(Manager|Utils?|Helper|Impl|Factory|Base|Data|Info|Processor)(\\$.*)?")
        .check(CLASSES);
  }

  @Test
  void classes_any_extendsNoClassOfOurs() {
    List<String> extending =
        CLASSES.stream()
            .filter(type -> !type.isEnum() && !type.isAnonymousClass())
            .filter(type ->
                type.getRawSuperclass()
                    .filter(parent -> parent.getPackageName().startsWith(ROOT))
                    .isPresent())
            .map(JavaClass::getName)
            .toList();
    assertThat(extending).isEmpty();
  }

  /// Their constant is freed before a backward pass that needs it (docs/decisions/0002).
  @Test
  void torch_productsWithNumbers_goThroughTimes() {
    noClasses()
        .should()
        .callMethod(NDArray.class, "mul", Number.class)
        .orShould()
        .callMethod(NDArray.class, "div", Number.class)
        .check(CLASSES);
  }
}
