package org.lammstream.manager.cli.experiment.protocol;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One of the paper's protocols. */
enum Protocol {
  /** Few images per class, all classes. */
  FEW_SHOT("few-shot", "1,2,4,8,16"),
  /** Learns half of the classes, and is tested on each half. */
  BASE_TO_NEW("base-to-new", "16"),
  /** Learns one data set, and is tested on others with the same classes. */
  DOMAIN_SHIFT("domain-shift", "16");

  static final String TEST = "test";
  static final String SOURCE = "source";
  static final String BASE = "base";
  static final String NEW = "new";
  static final String HARMONIC_MEAN = "harmonic mean";
  static final String TARGETS = "mean of targets";

  private final String key;
  private final String shots;

  Protocol(String key, String shots) {
    this.key = key;
    this.shots = shots;
  }

  /** As in commands and results. */
  String key() {
    return key;
  }

  /** Numbers of shots where the user gives none. */
  List<String> shots() {
    return List.of(shots.split(",", -1));
  }

  /** The accuracies, and those that follow from them. */
  Map<String, Double> derived(Map<String, Double> measured) {
    Map<String, Double> all = new TreeMap<>(measured);
    if (this == BASE_TO_NEW) {
      double base = measured.getOrDefault(BASE, Double.NaN);
      double fresh = measured.getOrDefault(NEW, Double.NaN);
      all.put(HARMONIC_MEAN, base + fresh == 0 ? 0 : 2 * base * fresh / (base + fresh));
    }
    if (this == DOMAIN_SHIFT) {
      all.put(
          TARGETS,
          measured.entrySet().stream()
              .filter(exam -> !exam.getKey().equals(SOURCE) && !exam.getKey().equals(TARGETS))
              .mapToDouble(Map.Entry::getValue)
              .average()
              .orElse(Double.NaN));
    }
    return all;
  }
}
