package org.lammstream.manager.lamm;

/** What happens, while a task is learned, to the classes of earlier tasks. */
public sealed interface OldClasses {

  /** Their text features are constants, bitwise equal for ever. */
  record Frozen() implements OldClasses {}

  /**
   * Their label embeddings train too, held by their previous version.
   *
   * @param neighbours only that many, the nearest to the new classes in text-feature space, train;
   *     the others are constants for this task. {@link Integer#MAX_VALUE} means all
   */
  record Regularized(int neighbours) implements OldClasses {}
}
