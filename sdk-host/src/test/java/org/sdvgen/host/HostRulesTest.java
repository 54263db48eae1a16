package org.sdvgen.host;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

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
}
