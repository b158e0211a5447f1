package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * What an alignment trains, as rows of one matrix of the text encoder's width, and what the loss
 * sees of them. Holds constants of the task; confined to one thread.
 */
sealed interface TrainedRows extends AutoCloseable permits LabelRows, ContextRows {

  /** Where the rows start and what they are anchored to, {@code (rows · width)}. */
  float[] start();

  /**
   * λ of the parameter-space term for every row.
   *
   * @param ofTask of label embeddings of the classes that have examples in the task
   * @param old of those of other classes
   */
  float[] rowWeights(double ofTask, double old);

  /** λ of the feature-space term for every class, beyond what its labels in a batch add. */
  float[] classWeights(double old);

  /**
   * Text features of all classes of the plan, {@code (classes, d)}; gradients flow back to the
   * rows.
   */
  NDArray textFeatures(NDArray rows);

  /** Text features of the anchors where these move with the rows, {@code (classes, d)}. */
  Optional<NDArray> movedAnchors(NDArray rows);

  @Override
  void close();
}
