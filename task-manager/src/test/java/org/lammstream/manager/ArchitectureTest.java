package org.lammstream.manager;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

@AnalyzeClasses(
    packages = "org.lammstream.manager",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final Set<String> ARITHMETIC =
      Set.of(
          "add", "sub", "mul", "div", "mod", "pow", "addi", "subi", "muli", "divi", "modi", "powi",
          "maximum", "minimum");

  @ArchTest
  static final ArchRule ONLY_CLIP_AND_LAMM_TOUCH_TENSORS =
      noClasses()
          .that()
          .resideOutsideOfPackages("..manager.clip..", "..manager.lamm..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl.ndarray..");

  /** The number becomes a temporary array that autograd keeps after its memory is gone. */
  @ArchTest
  static final ArchRule NO_ARITHMETIC_WITH_JAVA_NUMBERS_ON_TENSORS =
      noClasses()
          .that(resideInAPackage("..manager.clip..").or(resideInAPackage("..manager.lamm..")))
          .should()
          .callMethodWhere(
              new DescribedPredicate<JavaMethodCall>("an operator of NDArray takes a Number") {
                @Override
                public boolean test(JavaMethodCall call) {
                  return call.getTargetOwner().getPackageName().startsWith("ai.djl.ndarray")
                      && ARITHMETIC.contains(call.getName())
                      && call.getTarget().getRawParameterTypes().stream()
                          .anyMatch(assignableTo(Number.class));
                }
              });

  @ArchTest
  static final ArchRule THE_LEARNING_CORE_KNOWS_NO_WORKER_AND_NO_COMMAND_LINE =
      noClasses()
          .that()
          .resideInAnyPackage("..manager.clip..", "..manager.lamm..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..manager.worker..", "..manager.cli..");

  @ArchTest
  static final ArchRule WORKER_AND_REPLAY_KNOW_NO_COMMAND_LINE =
      noClasses()
          .that()
          .resideInAnyPackage("..manager.worker..", "..manager.replay..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..manager.cli..");

  @ArchTest
  static final ArchRule THE_EXCHANGE_KNOWS_NO_WORKER_AND_NO_COMMAND_LINE =
      noClasses()
          .that()
          .resideInAPackage("..manager.exchange..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..manager.worker..", "..manager.cli..");

  @ArchTest
  static final ArchRule DATA_SETS_KNOW_FILES_ONLY =
      noClasses()
          .that()
          .resideInAPackage("..manager.datasets..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..manager.cli..", "..manager.clip..", "..manager.lamm..", "..manager.worker..");

  @ArchTest
  static final ArchRule METRICS_WATCH_AND_NOBODY_BELOW_KNOWS_THEM =
      noClasses()
          .that()
          .resideInAnyPackage("..manager.clip..", "..manager.lamm..", "..manager.worker..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..manager.metrics..", "io.micrometer..");

  @ArchTest
  static final ArchRule METRICS_KNOW_NO_COMMAND_LINE_AND_NO_SERVER =
      noClasses()
          .that()
          .resideInAPackage("..manager.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..manager.cli..", "..manager.api..");

  @ArchTest
  static final ArchRule WORKER_AND_PREDICTIONS_KNOW_NO_HTTP =
      noClasses()
          .that()
          .resideInAnyPackage("..manager.worker..", "..manager.predict..", "..manager.lamm..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..manager.api..", "org.eclipse.jetty..");

  @ArchTest
  static final ArchRule ONLY_SERVER_AND_FETCHING_KNOW_JETTY =
      noClasses()
          .that()
          .resideOutsideOfPackages("..manager.api.http..", "..manager.fetch..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.jetty..");

  @ArchTest
  static final ArchRule THE_SERVER_KNOWS_NO_LEARNERS =
      noClasses()
          .that()
          .resideInAPackage("..manager.api.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.lammstream.store..", "..manager.lamm..", "..manager.clip..");

  @ArchTest
  static final ArchRule THE_API_KNOWS_NO_COMMAND_LINE =
      noClasses()
          .that()
          .resideInAnyPackage("..manager.api..", "..manager.predict..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..manager.cli..");

  @ArchTest
  static final ArchRule NOBODY_BYPASSES_STREAM_AND_STORE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "org.rocksdb..", "io.cloudevents..");
}
