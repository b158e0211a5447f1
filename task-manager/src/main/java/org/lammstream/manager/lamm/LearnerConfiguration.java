package org.lammstream.manager.lamm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.lammstream.store.Scoring;

/**
 * Everything about a learner that changes what it learns, and what is served of it. Two runs with
 * equal configuration, seed, checkpoint and events give equal label embeddings on one kind of
 * machine.
 *
 * @param context words in front of a label embedding
 * @param views of an image whose mean is its feature: 1, 2, 4 or 6
 * @param tokens how many tokens of a name train
 * @param oldClasses what happens to classes learned before
 * @param rivals of the old classes that do not train only that many, the nearest to the task's in
 *     text-feature space, take part in the loss; {@link Integer#MAX_VALUE} means all
 * @param existing what a task does with classes that are known already
 * @param loss weights of the hierarchical loss
 * @param replay what stands for old images in the loss
 * @param optimisation of the label embeddings
 * @param path the cached text path or the naive one
 * @param method what trains
 * @param randomContext with a method that trains the context, how many vectors are drawn at the
 *     start in place of the words; 0 for the words
 * @param scope with CoOp, whether all classes share the context that trains
 * @param depth with prompts of both towers, how many blocks have some, at most
 * @param scoring of a closed-form head on image features beside the text; empty for text alone
 * @param auto which numbers of the scoring each version chooses from its statistics
 * @param gate the most percentage points, 0 to 100, that the mean accuracy on earlier tasks may
 *     fall in a version that becomes champion; empty for any number. The rule is that of {@link
 *     org.lammstream.evaluation.stored.PromotionGate}
 */
public record LearnerConfiguration(
    String context,
    int views,
    TokenPolicy tokens,
    OldClasses oldClasses,
    int rivals,
    ExistingClasses existing,
    LossWeights loss,
    ReplayPolicy replay,
    Optimisation optimisation,
    Path path,
    PromptMethod method,
    int randomContext,
    ContextScope scope,
    int depth,
    Optional<Scoring> scoring,
    AutoScoring auto,
    OptionalDouble gate) {

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
   * LAMM as it was published (Gao et al., AAAI 2024, arXiv 2312.08212): its loss, its optimiser and
   * as many trained tokens as its code trains; one view of an image, text features alone to score
   * with, and nothing replayed. All old classes train, held as the new ones are.
   */
  public static LearnerConfiguration published() {
    return ConfigurationKeys.published();
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

  /**
   * Settings of a task that continues a version. Features of one kind only can be compared, and a
   * head needs the images of all classes, so the version's {@code views}, {@code head} and {@code
   * head.expansion} are kept where none are given, and so are its {@code method}, the length and
   * the scope of its context, and the {@code depth} of its prompts.
   *
   * @param given by key, those that differ from the defaults
   * @param provenance settings that the version was made with, as its provenance tells them
   * @throws InvalidConfigurationException if the version's views are none that can be
   */
  public static Map<String, String> continued(
      Map<String, String> given, Map<String, String> provenance) {
    return ConfigurationKeys.continued(given, provenance);
  }

  /**
   * What holds where nothing else is asked for, without settings that the method of a task leaves
   * no choice for: it may be another method than the one that they were chosen with.
   *
   * @param usual by key, those that differ from the defaults
   * @param decided what the task asks for and its learner keeps, which wins
   */
  public static Map<String, String> usual(Map<String, String> usual, Map<String, String> decided) {
    return MethodKeys.usual(usual, decided);
  }

  /**
   * Settings of a task that is learned in another way than it was. What only came with the method
   * that it was learned with does not stay under another.
   *
   * @param recorded all of them
   * @param changes that win
   */
  public static Map<String, String> changed(
      Map<String, String> recorded, Map<String, String> changes) {
    return MethodKeys.changed(recorded, changes);
  }

  /**
   * Settings that a version was made with, those included that the program which made it did not
   * have yet and where the default may be another today.
   *
   * @param provenance the settings as the version's provenance tells them
   */
  public static Map<String, String> recorded(Map<String, String> provenance) {
    return ConfigurationKeys.recorded(provenance);
  }

  /**
   * How many views of an image a version's features are the mean of.
   *
   * @param provenance settings that the version was made with, as its provenance tells them
   * @throws InvalidConfigurationException if it is a number that cannot be
   */
  public static int recordedViews(Map<String, String> provenance) {
    return ConfigurationKeys.recordedViews(provenance);
  }

  /**
   * Words in front of the label embeddings of a version, or where vectors that all classes share
   * stand in their place; empty where each class has a context of its own, or nothing is known.
   *
   * @param provenance settings that the version was made with, as its provenance tells them
   */
  public static String recordedWords(Map<String, String> provenance) {
    return recordedOwnContexts(provenance) ? "" : provenance.getOrDefault("context", "");
  }

  /**
   * Whether each class of a version has a context of its own.
   *
   * @param provenance settings that the version was made with, as its provenance tells them
   */
  public static boolean recordedOwnContexts(Map<String, String> provenance) {
    return "class".equals(provenance.get(MethodKeys.SCOPE));
  }

  /**
   * The gate that a version was made with.
   *
   * @param provenance settings that the version was made with, as its provenance tells them
   * @throws InvalidConfigurationException if it is a number that cannot be
   */
  public static OptionalDouble recordedGate(Map<String, String> provenance) {
    return ConfigurationKeys.recordedGate(provenance);
  }

  /** Which numbers of its scoring a version chose from its statistics. */
  public static AutoScoring recordedAuto(Map<String, String> provenance) {
    return HeadKeys.recordedAuto(provenance);
  }

  /**
   * Whether each class has a context of its own. Then it is the class's label embedding: trained
   * vectors between {@code <SOT>} and the name.
   */
  public boolean hasOwnContexts() {
    return scope == ContextScope.CLASS && method == PromptMethod.COOP;
  }

  /** Whether a context trains that all classes share, so that the text of all moves with it. */
  public boolean sharesTrainedContext() {
    return method.trainsContext() && !hasOwnContexts();
  }

  /**
   * The same with prompts in no more blocks than both towers of a model have.
   *
   * @param blocks of the tower that has fewer
   */
  public LearnerConfiguration fitting(int blocks) {
    if (!method.promptsImages() || depth <= blocks) {
      return this;
    }
    Map<String, String> all = new HashMap<>(toMap());
    all.put(MethodKeys.DEPTH, Integer.toString(blocks));
    return from(all);
  }

  /** Whether a context of all classes is all that trains. */
  boolean trainsSharedContextAlone() {
    return sharesTrainedContext() && !method.trainsLabels();
  }

  /** Whether each class has vectors of its own that train. */
  boolean trainsOwnVectors() {
    return method.trainsLabels() || hasOwnContexts();
  }

  /** Words in front of all label embeddings. */
  String frozenContext() {
    return hasOwnContexts() ? "" : context;
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
