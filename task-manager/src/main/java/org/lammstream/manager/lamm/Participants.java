package org.lammstream.manager.lamm;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.lammstream.store.ClassEmbedding;

/**
 * The old classes that take part in an alignment, by their indexes among the known ones.
 *
 * @param trained those that train
 * @param constant those that are in the loss and do not train
 */
record Participants(List<Integer> trained, List<Integer> constant) {

  /** Copies the lists. */
  Participants {
    trained = List.copyOf(trained);
    constant = List.copyOf(constant);
  }

  /**
   * Chooses which old classes train along with a task's own, and which stand by: the nearest ones
   * train, the next nearest are constants.
   *
   * @param ofTask indexes of the known classes that are the task's own; they train in any case and
   *     are not among these
   * @param taskFeatures text features of the task's classes: of new ones zero-shot
   * @return both ascending
   */
  static Participants among(
      List<ClassEmbedding> known,
      Set<Integer> ofTask,
      List<float[]> taskFeatures,
      LearnerConfiguration configuration) {
    int others = known.size() - ofTask.size();
    int neighbours =
        configuration.oldClasses() instanceof OldClasses.Regularized regularized
            ? Math.min(others, regularized.neighbours())
            : 0;
    int rivals = Math.min(others - neighbours, configuration.rivals());
    if (neighbours == others) {
      return new Participants(without(known.size(), ofTask), List.of());
    }
    boolean all = neighbours + rivals == others; // then only those that train must be found
    int ranked = all ? neighbours : neighbours + rivals;
    List<Integer> nearest =
        ranked == 0 ? List.of() : new Nearness(taskFeatures).nearest(known, ofTask, ranked);
    List<Integer> trained = nearest.subList(0, neighbours);
    if (!all) {
      return new Participants(
          ascending(trained), ascending(nearest.subList(neighbours, nearest.size())));
    }
    Set<Integer> moving = new HashSet<>(ofTask);
    moving.addAll(trained);
    return new Participants(ascending(trained), without(known.size(), moving));
  }

  private static List<Integer> ascending(List<Integer> indexes) {
    return indexes.stream().sorted().toList();
  }

  private static List<Integer> without(int count, Set<Integer> excluded) {
    return IntStream.range(0, count).filter(i -> !excluded.contains(i)).boxed().toList();
  }
}
