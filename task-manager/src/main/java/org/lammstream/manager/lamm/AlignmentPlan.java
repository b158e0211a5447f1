package org.lammstream.manager.lamm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.lammstream.store.ClassEmbedding;

/**
 * Who takes part in an alignment and from where: first the new classes, then the old ones that
 * train, those that the task refines before the others, then the old ones that are constants.
 *
 * @param fresh prompts of the new classes
 * @param freshFeatures their zero-shot text features, {@code d} each
 * @param trainedOld old classes that train
 * @param constantOld old classes that do not
 * @param refined how many of {@code trainedOld}, the first ones, have examples in the task
 */
record AlignmentPlan(
    List<ClassPrompt> fresh,
    List<float[]> freshFeatures,
    List<ClassEmbedding> trainedOld,
    List<ClassEmbedding> constantOld,
    int refined) {

  /** A plan that refines nothing. */
  AlignmentPlan(
      List<ClassPrompt> fresh,
      List<float[]> freshFeatures,
      List<ClassEmbedding> trainedOld,
      List<ClassEmbedding> constantOld) {
    this(fresh, freshFeatures, trainedOld, constantOld, 0);
  }

  /** Prompts of all classes that train. */
  List<ClassPrompt> trainedPrompts() {
    List<ClassPrompt> prompts = new ArrayList<>(fresh);
    for (ClassEmbedding old : trainedOld) {
      prompts.add(ClassPrompt.of(old));
    }
    return prompts;
  }

  /** Where training starts and what it is anchored to: {@code (rows · width)}. */
  float[] initialEmbeddings() {
    return Tensor.joined(trainedPrompts().stream().map(ClassPrompt::initial).toList());
  }

  /** Text features of the anchors of all classes, {@code (classes · d)}. */
  float[] anchorFeatures() {
    List<float[]> features = new ArrayList<>(freshFeatures);
    trainedOld.forEach(old -> features.add(old.textFeature()));
    constantOld.forEach(old -> features.add(old.textFeature()));
    return Tensor.joined(features);
  }

  /** Text features of the constant classes, {@code (constants · d)}. */
  float[] constantFeatures() {
    return Tensor.joined(constantOld.stream().map(ClassEmbedding::textFeature).toList());
  }

  /**
   * λ of the parameter-space term for every trained row.
   *
   * @param ofTask of the classes that have examples in the task
   * @param old of the others
   */
  float[] rowWeights(double ofTask, double old) {
    int taskRows =
        fresh.stream().mapToInt(ClassPrompt::vectors).sum()
            + trainedOld.stream().limit(refined).mapToInt(ClassEmbedding::vectors).sum();
    int oldRows = trainedOld.stream().skip(refined).mapToInt(ClassEmbedding::vectors).sum();
    float[] weights = new float[taskRows + oldRows];
    Arrays.fill(weights, 0, taskRows, (float) ofTask);
    Arrays.fill(weights, taskRows, weights.length, (float) old);
    return weights;
  }

  /**
   * λ of the feature-space term for every class, beyond what its labels in a batch add.
   *
   * @param moving how many of the old classes move, the first ones
   */
  float[] classWeights(double old, int moving) {
    float[] weights = new float[classes()];
    Arrays.fill(weights, fresh.size() + refined, fresh.size() + moving, (float) old);
    return weights;
  }

  /** Image prototypes of the old classes that have one. */
  HierarchicalLoss.Replay replay() {
    List<float[]> prototypes = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    int label = fresh.size();
    for (ClassEmbedding old : (Iterable<ClassEmbedding>) oldClasses()::iterator) {
      float[] direction = old.imageDirection();
      if (direction.length > 0) {
        prototypes.add(direction);
        labels.add(label);
      }
      label++;
    }
    return new HierarchicalLoss.Replay(
        Tensor.joined(prototypes), labels.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Names of all classes in the order of their labels. */
  List<String> names() {
    return Stream.concat(
            fresh.stream().map(ClassPrompt::name), oldClasses().map(ClassEmbedding::name))
        .toList();
  }

  /** The old ones that train, then the others. */
  Stream<ClassEmbedding> oldClasses() {
    return Stream.concat(trainedOld.stream(), constantOld.stream());
  }

  int classes() {
    return fresh.size() + trainedOld.size() + constantOld.size();
  }
}
