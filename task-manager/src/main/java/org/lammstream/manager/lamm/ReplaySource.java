package org.lammstream.manager.lamm;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.lammstream.evaluation.head.GaussianClasses;

/** What each step of an alignment replays beside its batch. Confined to one thread. */
interface ReplaySource {
  /** The loss's own prototypes. */
  ReplaySource PROTOTYPES = () -> HierarchicalLoss.Replay.NONE;

  /** For the next step. */
  HierarchicalLoss.Replay next();

  /**
   * Draws from the classes' Gaussians, of each class as often as of any other.
   *
   * @param names classes to draw from, at least one
   * @param labels of these classes in the loss
   * @param draws per step
   */
  static ReplaySource gaussian(
      GaussianClasses classes, List<String> names, List<Integer> labels, int draws, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return () -> {
      List<String> drawn = new ArrayList<>();
      int[] labelled = new int[draws];
      for (int i = 0; i < draws; i++) {
        int index = random.nextInt(names.size());
        drawn.add(names.get(index));
        labelled[i] = labels.get(index);
      }
      return new HierarchicalLoss.Replay(classes.draw(drawn, random), labelled);
    };
  }
}
