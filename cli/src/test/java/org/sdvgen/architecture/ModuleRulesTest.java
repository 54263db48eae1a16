package org.sdvgen.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.sdvgen.api.plugin.Plugin;

/** Who may know whom. */
@AnalyzeClasses(packages = "org.sdvgen", importOptions = ImportOption.DoNotIncludeTests.class)
final class ModuleRulesTest {
  private static final String API = "org.sdvgen.api..";
  private static final String RUNTIME = "org.sdvgen.runtime..";
  private static final String HOST = "org.sdvgen.host..";
  private static final String CLI = "org.sdvgen.cli..";
  private static final String[] PLUGINS = {
    "org.sdvgen.cogvideox..", "org.sdvgen.wan22..", "org.sdvgen.objectives..", "org.sdvgen.data.."
  };

  /** A rule over no classes would hold by itself, so every module must be seen. */
  @ArchTest
  static void everyModuleIsSeen(JavaClasses all) {
    for (String module : List.of("api", "runtime", "host", "cli")) {
      assertTrue(
          all.stream().anyMatch(c -> c.getPackageName().startsWith("org.sdvgen." + module)),
          module);
    }
    for (String plugin : PLUGINS) {
      assertTrue(
          all.stream()
              .filter(resideInAPackage(plugin))
              .anyMatch(c -> c.isAssignableTo(Plugin.class)),
          plugin);
    }
  }

  @ArchTest
  static final ArchRule API_KNOWS_ONLY_DJLS_ARRAYS =
      classes()
          .that()
          .resideInAPackage(API)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(API, "java..", "ai.djl", "ai.djl.ndarray..", "org.jspecify..");

  @ArchTest
  static final ArchRule RUNTIME_KNOWS_NEITHER_HOST_NOR_PLUGINS =
      noClasses()
          .that()
          .resideInAPackage(RUNTIME)
          .should()
          .dependOnClassesThat(resideInAnyPackage(PLUGINS).or(resideInAnyPackage(HOST, CLI)));

  @ArchTest
  static final ArchRule HOST_KNOWS_NO_PLUGIN =
      noClasses()
          .that()
          .resideInAPackage(HOST)
          .should()
          .dependOnClassesThat(resideInAnyPackage(PLUGINS).or(resideInAPackage(CLI)));

  @ArchTest
  static final ArchRule PLUGINS_DO_NOT_KNOW_THE_HOST =
      noClasses()
          .that()
          .resideInAnyPackage(PLUGINS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HOST, CLI);

  @ArchTest
  static final ArchRule PLUGINS_DO_NOT_KNOW_EACH_OTHER =
      slices()
          .matching("org.sdvgen.(cogvideox|wan22|objectives|data)..")
          .should()
          .notDependOnEachOther();

  /** The facade, and the package in which pages of commands and of runs share their style. */
  @ArchTest
  static final ArchRule COMMANDS_ONLY_CALL_THE_FACADE =
      classes()
          .that()
          .resideInAPackage(CLI)
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage("org.sdvgen.."))
                  .or(resideInAPackage(CLI))
                  .or(resideInAnyPackage("org.sdvgen.host", "org.sdvgen.host.page"))
                  .or(resideInAPackage(API)));

  /** The benchmark alone stands between the objectives and the model, so it sees arrays. */
  @ArchTest
  static final ArchRule COMMANDS_COMPUTE_NOTHING =
      noClasses()
          .that()
          .resideInAPackage(CLI)
          .and()
          .resideOutsideOfPackage("org.sdvgen.cli.bench")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule WIRING_STAYS_IN_THE_HOST =
      noClasses()
          .that()
          .resideOutsideOfPackage(HOST)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.inject..", "org.apache.commons.configuration2..");

  @ArchTest
  static final ArchRule ENGINE_CLASSES_STAY_IN_ONE_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sdvgen.runtime.torch")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl.pytorch..");

  @ArchTest
  static final ArchRule ONE_CLASS_CHOOSES_THE_DEVICE =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.sdvgen.runtime.torch.Devices")
          .should()
          .callMethod(Device.class, "cpu")
          .orShould()
          .callMethod(Device.class, "gpu")
          .orShould()
          .callMethod(Device.class, "gpu", int.class);
}
