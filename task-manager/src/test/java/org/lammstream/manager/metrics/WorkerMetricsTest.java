package org.lammstream.manager.metrics;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.lammstream.manager.metrics.MeteredWorker.LEARNER;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.metrics.MeterSpec.Kind;
import org.lammstream.manager.metrics.PredictionMeters.Input;
import org.lammstream.manager.metrics.PredictionMeters.Outcome;

/** A real run, and what a scrape after it says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerMetricsTest {
  private final MeteredWorker worker;
  private Scrape scrape = Scrape.read("");

  WorkerMetricsTest(@TempDir Path folder) {
    worker = new MeteredWorker(folder);
  }

  @BeforeAll
  void run() {
    worker.learn("one", "apple", "pear");
    worker.learnTwice("two", "plum");
    worker.poison();
    worker.store.setAlias(LEARNER, "champion", 1);
    worker.metrics.predictions().request(Input.IMAGE, Outcome.ANSWERED, Duration.ofMillis(7), 3);
    worker.metrics.predictions().batch(3);
    System.gc(); // Micrometer refers weakly to some of what it reads
    await()
        .atMost(30, SECONDS)
        .untilAsserted(
            () -> {
              Scrape now = scrape();
              assertThat(now.value("lamm_ready")).as("ready").isEqualTo(1);
              assertThat(now.value("lamm_learner_champion_version", "learner", LEARNER))
                  .as("champion")
                  .isEqualTo(1);
              assertThat(now.value("lamm_queue_lag_records", "partition", "0")).as("lag").isZero();
              assertThat(now.value("lamm_store_outbox_records")).as("outbox").isZero();
              assertThat(now.value("lamm_kafka_producer_records_total"))
                  .as("tasks, results and the dead letter")
                  .isEqualTo(7);
            });
    scrape = scrape();
  }

  @AfterAll
  void close() {
    worker.close();
  }

  private Scrape scrape() {
    return Scrape.read(worker.metrics.scrape());
  }

  @Test
  void everyMeterOfTheCatalogueIsThereWithItsKindAndTags() {
    for (MeterSpec meter : MeterCatalogue.all()) {
      String family = meter.prometheusName();
      assertThat(scrape.types())
          .as(meter.name())
          .containsEntry(
              family,
              switch (meter.kind()) {
                case GAUGE -> "gauge";
                case COUNTER -> "counter";
                case TIMER, SUMMARY -> "histogram";
              });
      assertThat(scrape.labels(family)).as(meter.name()).isEqualTo(new TreeSet<>(meter.tags()));
    }
  }

  @Test
  void nothingElseIsThereButMetersOfTheNamedLibraries() {
    Set<String> ours =
        MeterCatalogue.all().stream()
            .flatMap(
                meter ->
                    meter.kind() == Kind.TIMER || meter.kind() == Kind.SUMMARY
                        ? Stream.of(meter.prometheusName(), meter.prometheusName() + "_max")
                        : Stream.of(meter.prometheusName()))
            .collect(Collectors.toSet());
    List<String> libraries =
        MeterCatalogue.LIBRARIES.stream().map(prefix -> prefix.replace('.', '_')).toList();
    assertThat(scrape.families())
        .filteredOn(family -> libraries.stream().noneMatch(family::startsWith))
        .isSubsetOf(ours);
    assertThat(scrape.families()).contains("jvm_memory_used_bytes", "process_cpu_usage");
  }

  @Test
  void aLearnersNumbersAreThoseOfItsHead() {
    assertThat(learner("lamm_learner_head_version")).isEqualTo(2);
    assertThat(learner("lamm_learner_tasks")).isEqualTo(2);
    assertThat(learner("lamm_learner_versions")).isEqualTo(2);
    assertThat(learner("lamm_learner_classes")).isEqualTo(3);
    assertThat(learner("lamm_learner_accuracy_last_ratio")).isBetween(0.0, 1.0);
    assertThat(learner("lamm_learner_accuracy_average_ratio")).isBetween(0.0, 1.0);
    assertThat(learner("lamm_learner_accuracy_zero_shot_ratio")).isBetween(0.0, 1.0);
    assertThat(learner("lamm_learner_forgetting_ratio")).isBetween(-1.0, 1.0);
    assertThat(learner("lamm_learner_transfer_backward_ratio")).isBetween(-1.0, 1.0);
    assertThat(learner("lamm_learner_updated_seconds"))
        .isCloseTo(System.currentTimeMillis() / 1e3, within(300.0));
    assertThat(scrape.value("lamm_learners")).isEqualTo(1);
  }

  @Test
  void tasksAreCountedByWhatBecameOfThem() {
    assertThat(scrape.value("lamm_tasks_total", "learner", LEARNER, "outcome", "committed"))
        .isEqualTo(2);
    assertThat(scrape.value("lamm_tasks_total", "learner", LEARNER, "outcome", "duplicate"))
        .isEqualTo(1);
    assertThat(scrape.value("lamm_tasks_total", "learner", "other", "outcome", "rejected"))
        .isEqualTo(1);
    assertThat(scrape.value("lamm_dead_letters_total", "reason", "malformed_event")).isEqualTo(1);
    assertThat(scrape.value("lamm_dead_letters_total", "reason", "internal")).isZero();
    assertThat(scrape.value("lamm_task_duration_seconds_count", "phase", "align")).isEqualTo(2);
    assertThat(scrape.value("lamm_task_running")).isZero();
    assertThat(scrape.value("lamm_task_loss")).isPositive();
  }

  @Test
  void whatIsReadFromTheOutsideHasSensibleValues() {
    assertThat(scrape.value("lamm_consumer_state", "state", "running")).isEqualTo(1);
    assertThat(scrape.value("lamm_consumer_partitions")).isEqualTo(1);
    assertThat(scrape.value("lamm_kafka_consumer_records_total")).isEqualTo(4);
    assertThat(scrape.value("lamm_kafka_consumer_heartbeat_age_seconds")).isBetween(0.0, 60.0);
    assertThat(scrape.value("lamm_store_open")).isEqualTo(1);
    assertThat(scrape.value("lamm_store_log_syncs_total")).isGreaterThanOrEqualTo(5);
    assertThat(scrape.value("lamm_store_keys", "family", "versions")).isEqualTo(2);
    assertThat(scrape.value("lamm_memory_resident_bytes"))
        .isGreaterThan(scrape.value("lamm_memory_native_bytes"));
    assertThat(scrape.value("lamm_ndarrays_alive")).isGreaterThan(10);
    assertThat(scrape.value("lamm_build", "version", "1.2.3")).isEqualTo(1);
    assertThat(scrape.samples())
        .filteredOn(sample -> sample.name().equals("lamm_metrics_failures_total"))
        .hasSizeGreaterThan(3)
        .allMatch(sample -> sample.value() == 0);
  }

  @Test
  void predictionsAreTimedAndCounted() {
    assertThat(
            scrape.value(
                "lamm_predict_latency_seconds_count", "input", "image", "outcome", "answered"))
        .isEqualTo(1);
    assertThat(
            scrape.value(
                "lamm_predict_latency_seconds_bucket",
                "input",
                "image",
                "outcome",
                "answered",
                "le",
                "0.01"))
        .isEqualTo(1);
    assertThat(scrape.value("lamm_predict_images_total", "input", "image")).isEqualTo(3);
    assertThat(scrape.value("lamm_predict_batch_images_sum")).isEqualTo(3);
  }

  private double learner(String name) {
    return scrape.value(name, "learner", LEARNER);
  }
}
