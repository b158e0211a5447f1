package org.lammstream.evaluation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.lammstream.evaluation", importOptions = DoNotIncludeTests.class)
class FloorsTest {

  @ArchTest
  static final ArchRule EVALUATION_IMPORTS_NO_FLOOR_ABOVE =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.lammstream.manager..");

  @ArchTest
  static final ArchRule EVALUATION_KNOWS_NO_TENSORS_AND_NO_BROKER =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..", "org.apache.kafka..", "org.rocksdb..");

  @ArchTest
  static final ArchRule ONLY_ONE_PACKAGE_KNOWS_THE_STORE =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.lammstream.evaluation.stored..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.lammstream.store..");
}
