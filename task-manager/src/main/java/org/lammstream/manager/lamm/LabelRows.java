package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;

/**
 * Label embeddings alone: those of old classes that do not train are constants, with their text.
 */
final class LabelRows implements TrainedRows {

  private final NDManager owner;
  private final TextPath path;
  private final AlignmentPlan plan;
  private final Optional<NDArray> constants;

  /**
   * Prepares the rows of a plan.
   *
   * @param path over the plan's trained prompts; closed with this
   * @param dimension of text features
   */
  LabelRows(NDManager parent, TextPath path, AlignmentPlan plan, int dimension) {
    this.owner = parent.newSubManager();
    this.path = path;
    this.plan = plan;
    this.constants =
        plan.constantOld().isEmpty()
            ? Optional.empty()
            : Optional.of(
                owner.create(
                    plan.constantFeatures(), new Shape(plan.constantOld().size(), dimension)));
  }

  @Override
  public float[] start() {
    return plan.initialEmbeddings();
  }

  @Override
  public float[] rowWeights(double ofTask, double old) {
    return plan.rowWeights(ofTask, old);
  }

  @Override
  public float[] classWeights(double old) {
    return plan.classWeights(old, plan.trainedOld().size());
  }

  @Override
  public NDArray textFeatures(NDArray rows) {
    NDArray trained = path.features(rows);
    return constants.map(constant -> trained.concat(constant, 0)).orElse(trained);
  }

  @Override
  public Optional<NDArray> movedAnchors(NDArray rows) {
    return Optional.empty();
  }

  @Override
  public void close() {
    path.close();
    owner.close();
  }
}
