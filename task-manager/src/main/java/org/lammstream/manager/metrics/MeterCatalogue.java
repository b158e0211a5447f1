package org.lammstream.manager.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** All meters of our own, in groups. */
final class MeterCatalogue {
  /** Some meters under a title. */
  record Group(String title, List<MeterSpec> meters) {}

  /** Meters of libraries, by what their names begin with. */
  static final List<String> LIBRARIES = List.of("jvm.", "process.", "system.");

  private MeterCatalogue() {}

  /** The groups in the order of the documentation. */
  static List<Group> groups() {
    return List.of(
        group("Learners", LearnerMeter.values()),
        group("Tasks", TaskMeter.values()),
        group("Queue and consumer", StreamMeter.values()),
        group("Predictions", PredictMeter.values()),
        new Group(
            "Store",
            Stream.concat(
                    Stream.of(StoreMeter.OPEN, StoreMeter.KEYS),
                    Arrays.stream(StoreMeter.values()).map(StoreMeter::spec))
                .toList()),
        group("Kafka clients", KafkaMeter.values()),
        group("Process", ProcessMeter.values()));
  }

  private static Group group(String title, Described... meters) {
    return new Group(title, Arrays.stream(meters).map(Described::spec).toList());
  }

  /** All of them. */
  static List<MeterSpec> all() {
    return groups().stream().flatMap(group -> group.meters().stream()).toList();
  }
}
