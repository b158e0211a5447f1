package org.lammstream.manager.lamm;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.lammstream.store.Scoring;

/**
 * Everything about a learner that changes what it learns. Two runs with equal configuration, seed,
 * checkpoint and events give equal label embeddings on one kind of machine.
 *
 * @param context words in front of a label embedding
 * @param tokens how many tokens of a name train
 * @param oldClasses what happens to classes learned before
 * @param existing what a task does with classes that are known already
 * @param loss weights of the hierarchical loss
 * @param optimisation of the label embeddings
 * @param path the cached text path or the naive one
 * @param method what trains
 * @param scoring of a closed-form head on image features beside the text; empty for text alone
 */
public record LearnerConfiguration(
    String context,
    TokenPolicy tokens,
    OldClasses oldClasses,
    ExistingClasses existing,
    LossWeights loss,
    Optimisation optimisation,
    Path path,
    Method method,
    Optional<Scoring> scoring) {

  /** What a task trains. */
  public enum Method {
    /** The label embeddings of its classes. */
    LAMM,
    /** Nothing: text features are those of the untouched names. */
    ZERO_SHOT;

    /** As in settings. */
    String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** How text features are computed. */
  public enum Path {
    /** Cached prefix, packed suffixes: exact and fast. */
    CACHED,
    /** Whole prompts as published: the oracle. */
    NAIVE
  }

  /** The defaults. */
  public static LearnerConfiguration defaults() {
    return from(Map.of());
  }

  /**
   * Reads settings; what is not given takes its default.
   *
   * @param settings by key as in {@link #settings()}
   * @throws InvalidConfigurationException for an unknown key or a value out of range, naming both
   */
  public static LearnerConfiguration from(Map<String, String> settings) {
    return ConfigurationKeys.read(settings);
  }

  /** All settings with their values, in documentation order. */
  public Map<String, String> toMap() {
    return ConfigurationKeys.write(this);
  }

  /** All settings: key, default and meaning, in documentation order. */
  public static List<Setting> settings() {
    return ConfigurationKeys.settings();
  }

  /**
   * One setting.
   *
   * @param key as in property files and task events
   * @param defaultValue as text
   * @param meaning in one line
   */
  public record Setting(String key, String defaultValue, String meaning) {}
}
