package org.lammstream.manager.cli.experiment.protocol;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.lammstream.manager.lamm.PromptMethod;

/**
 * What the paper reports for few shots: averages over its eleven data sets with CLIP ViT-B/16, in
 * percent. Read off its main figure, to about ±0.15; zero-shot is given there as a number.
 */
final class PaperFigures {
  /** What these figures are, for those who read a table. */
  static final String NOTE =
      "The paper's figures are averages over its eleven data sets with OpenAI's CLIP, read off its"
          + " main figure to about ±0.15.";

  private static final double ZERO_SHOT = 65.25;
  private static final List<Integer> SHOTS = List.of(1, 2, 4, 8, 16);
  private static final Map<String, List<Double>> FIGURES =
      Map.of(
          PromptMethod.LAMM.key(), List.of(69.0, 73.1, 76.0, 78.6, 81.1),
          PromptMethod.COOP_LAMM.key(), List.of(68.7, 73.1, 76.3, 79.0, 81.7),
          PromptMethod.MAPLE_LAMM.key(), List.of(68.2, 71.0, 74.7, 78.7, 81.2),
          PromptMethod.COOP.key(), List.of(68.0, 71.0, 73.3, 76.0, 78.5),
          PromptMethod.MAPLE.key(), List.of(68.9, 70.4, 73.4, 77.0, 79.0));

  private PaperFigures() {}

  /** The average accuracy of a method in percent; empty where none is published. */
  static OptionalDouble of(String method, int shots) {
    if (method.equals(PromptMethod.ZERO_SHOT.key())) {
      return OptionalDouble.of(ZERO_SHOT);
    }
    int place = SHOTS.indexOf(shots);
    List<Double> figures = FIGURES.getOrDefault(method, List.of());
    return place < 0 || figures.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(figures.get(place));
  }
}
