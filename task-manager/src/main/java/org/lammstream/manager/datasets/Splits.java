package org.lammstream.manager.datasets;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * CoOp's rules for making splits. CoOp shuffles with Python's generator; ours is {@link Random},
 * which Java specifies, with a fixed seed for each label.
 */
final class Splits {
  private static final long SEED = 1;
  private static final double TRAIN = 0.5;
  private static final double VALIDATION = 0.2;

  final List<Example> train = new ArrayList<>();
  final List<Example> validation = new ArrayList<>();
  final List<Example> test = new ArrayList<>();

  DataSet named(String name, List<String> classNames) {
    return new DataSet(name, classNames, train, validation, test);
  }

  /**
   * Divides the images of a class: 50 % for training, 20 % for validation, the rest for testing.
   */
  void divide(List<ImageLocation> images, int label, String where) {
    List<Example> examples =
        shuffled(images, SEED, label).stream().map(image -> new Example(image, label)).toList();
    int trains = share(examples.size(), TRAIN);
    int validations = share(examples.size(), VALIDATION);
    if (trains == 0 || validations == 0 || trains + validations >= examples.size()) {
      throw tooFew(where, examples.size(), "50/20/30 split");
    }
    train.addAll(examples.subList(0, trains));
    validation.addAll(examples.subList(trains, trains + validations));
    test.addAll(examples.subList(trains + validations, examples.size()));
  }

  /** Divides given training examples, class by class: 20 % are for validation. */
  void divideTraining(List<Example> examples, List<String> classNames, String where) {
    List<List<Example>> byLabel = byLabel(examples, classNames.size());
    for (int label = 0; label < byLabel.size(); label++) {
      List<Example> ours = shuffled(byLabel.get(label), SEED, label);
      int validations = share(ours.size(), VALIDATION);
      if (validations == 0) {
        throw tooFew(where + ": " + classNames.get(label), ours.size(), "80/20 split");
      }
      validation.addAll(ours.subList(0, validations));
      train.addAll(ours.subList(validations, ours.size()));
    }
  }

  static List<List<Example>> byLabel(List<Example> examples, int classes) {
    List<List<Example>> byLabel = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      byLabel.add(new ArrayList<>());
    }
    examples.forEach(example -> byLabel.get(example.label()).add(example));
    return byLabel;
  }

  /** The same order for the same seed, label and number of items, everywhere and for ever. */
  static <T> List<T> shuffled(List<T> items, long seed, int label) {
    List<T> order = new ArrayList<>(items);
    Collections.shuffle(order, new Random(mix(seed, label)));
    return order;
  }

  /** Spreads neighbouring seeds and labels, which {@link Random} itself keeps alike. */
  private static long mix(long seed, int label) {
    long hash = seed * 0x9e3779b97f4a7c15L + label;
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }

  /** Rounded as Python does it: a half goes to the even neighbour. */
  private static int share(int all, double part) {
    return (int) Math.rint(all * part);
  }

  private static DataSetException tooFew(String where, int images, String split) {
    return new DataSetException(
        "%s: %d images are too few for a %s".formatted(where, images, split));
  }
}
