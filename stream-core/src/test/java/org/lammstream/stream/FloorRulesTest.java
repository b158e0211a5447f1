package org.lammstream.stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(packages = "org.lammstream", importOptions = DoNotIncludeTests.class)
class FloorRulesTest {
  @ArchTest
  static final ArchRule theLowestFloorKnowsNoOther =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.lammstream.store..",
              "org.lammstream.evaluation..",
              "org.lammstream.manager..",
              "ai.djl..",
              "org.rocksdb..");

  @ArchTest
  static final ArchRule eventsAndRecordsKnowNoKafka =
      noClasses()
          .that()
          .resideInAnyPackage("..stream.event..", "..stream.record..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "kafka..", "io.cloudevents..");

  @ArchTest
  static final ArchRule onlyTheBrokerPackageKnowsTheServer =
      noClasses()
          .that()
          .resideOutsideOfPackage("..stream.broker..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "kafka..", "org.apache.kafka.metadata..", "org.apache.kafka.server..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      SlicesRuleDefinition.slices()
          .matching("org.lammstream.stream.(*)..")
          .should()
          .beFreeOfCycles();
}
