package org.lammstream.store;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.lammstream.stream.event.Provenance;

class FloorRulesTest {

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.lammstream.store");

  @Test
  void theStoreKnowsNothingAboveItAndNoTensors() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.lammstream.evaluation..",
            "org.lammstream.manager..",
            "ai.djl..",
            "org.apache.kafka..")
        .check(CODE);
  }

  /** Provenance travels with results as well as with versions, so it is the stream's. */
  @Test
  void theStoreNeedsOnlyPositionsRecordsAndProvenanceOfTheStream() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "org.lammstream.stream.event..",
                    "org.lammstream.stream.codec..",
                    "org.lammstream.stream.topic..",
                    "org.lammstream.stream.publish..",
                    "org.lammstream.stream.broker..")
                .and(not(type(Provenance.class))))
        .check(CODE);
  }

  @Test
  void nothingOfRocksDbShowsOutside() {
    noClasses()
        .that()
        .arePublic()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.rocksdb..")
        .check(CODE);
  }
}
