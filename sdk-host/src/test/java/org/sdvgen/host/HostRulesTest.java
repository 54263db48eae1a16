package org.sdvgen.host;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Where the host's libraries live, and which of its packages know which. */
@AnalyzeClasses(packages = "org.sdvgen.host", importOptions = ImportOption.DoNotIncludeTests.class)
final class HostRulesTest {
  @ArchTest
  static final ArchRule GUICE_STAYS_IN_WIRING =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sdvgen.host.wiring")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.inject..");

  /** A class asks for the records of settings that it reads, not for all there are. */
  @ArchTest
  static final ArchRule THE_WHOLE_CONFIGURATION_IS_OPENED_ONCE =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sdvgen.host.config")
          .and()
          .doNotHaveFullyQualifiedName("org.sdvgen.host.wiring.SettingsModule")
          .and()
          .doNotHaveFullyQualifiedName("org.sdvgen.host.wiring.Application")
          .and()
          .doNotHaveFullyQualifiedName("org.sdvgen.host.SdvgenBuilder")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.sdvgen.host.config.ConfiguredRun");

  @ArchTest
  static final ArchRule COMMONS_CONFIGURATION_STAYS_IN_CONFIG =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sdvgen.host.config")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.commons.configuration2..");

  @ArchTest
  static final ArchRule NOBODY_KNOWS_THE_WIRING =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.sdvgen.host.config",
              "org.sdvgen.host.plugin",
              "org.sdvgen.host.checkpoint",
              "org.sdvgen.host.samples",
              "org.sdvgen.host.logs",
              "org.sdvgen.host.training",
              "org.sdvgen.host.generation")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.sdvgen.host.wiring");

  @ArchTest
  static final ArchRule PLUGINS_DEPEND_ON_NOTHING_BESIDE_THEM =
      noClasses()
          .that()
          .resideInAnyPackage("org.sdvgen.host.plugin", "org.sdvgen.host.checkpoint")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.sdvgen.host.config",
              "org.sdvgen.host.samples",
              "org.sdvgen.host.logs",
              "org.sdvgen.host.training",
              "org.sdvgen.host.generation");

  /** The facade stands above and below all of them: its records are what they take and give. */
  @ArchTest
  static final ArchRule NO_TWO_PACKAGES_NEED_EACH_OTHER =
      slices().matching("org.sdvgen.host.(*)..").should().beFreeOfCycles();

  private static final DescribedPredicate<JavaClass> KNOWN_OUTSIDE =
      resideInAnyPackage("org.sdvgen.host", "org.sdvgen.api..", "ai.djl.ndarray..", "java..", "");

  /** What users of the facade see are its own types, the contract's with its arrays, and Java's. */
  @ArchTest
  static final ArchRule FACADE_SPEAKS_OF_NO_PART_BEHIND_IT =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAPackage("org.sdvgen.host")
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .should(
              new ArchCondition<JavaMethod>("name types that are known outside") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                  method.getAllInvolvedRawTypes().stream()
                      .map(JavaClass::getBaseComponentType)
                      .filter(type -> !KNOWN_OUTSIDE.test(type))
                      .forEach(
                          type ->
                              events.add(
                                  SimpleConditionEvent.violated(
                                      method, method.getFullName() + " names " + type.getName())));
                }
              });
}
