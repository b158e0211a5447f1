package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.store.ClassEmbedding;

/**
 * Context vectors that all classes share, and behind them the label embeddings that train, if any
 * do. Where the context moves every text feature moves, so that the classes which do not train are
 * encoded in each step, too.
 */
final class ContextRows implements TrainedRows {

  private final NDManager owner;
  private final AlignmentPlan plan;
  private final Tensor context;
  private final boolean trainsLabels;
  private final PromptPath path;
  private final Optional<NDArray> still;
  private final Optional<MovedAnchors> anchors;

  /** Anchors of the new classes are their plain names behind the context as it stands. */
  private record MovedAnchors(PromptPath fresh, Optional<NDArray> old) {}

  /**
   * Prepares the rows of a plan.
   *
   * @param context where the context starts, {@code (vectors, width)}
   */
  ContextRows(
      ClipModel model,
      AlignmentPlan plan,
      Tensor context,
      boolean trainsLabels,
      LearnerConfiguration.Path kind) {
    this.owner = model.manager().newSubManager();
    this.plan = plan;
    this.context = context;
    this.trainsLabels = trainsLabels;
    PromptNames names = names(model, context);
    List<ClassPrompt> constant = plan.constantOld().stream().map(ClassPrompt::of).toList();
    List<ClassPrompt> all = new ArrayList<>(plan.trainedPrompts());
    all.addAll(constant);
    this.path = PromptForward.path(model, names.labelledSheet(all, 1, PromptLayout.STANDARD), kind);
    this.still = rows(trainsLabels ? constant : all, model.width());
    this.anchors =
        trainsLabels && !plan.fresh().isEmpty()
            ? Optional.of(anchors(model, names, kind))
            : Optional.empty();
  }

  /** Prompts behind a trained context. */
  static PromptNames names(ClipModel model, Tensor context) {
    return new PromptNames(
        model.tokenizer(),
        model.textTower(),
        PromptContext.of(model.tokenizer(), new ContextStart.Random(context.shape().get(0))));
  }

  private Optional<NDArray> rows(List<ClassPrompt> prompts, int width) {
    float[] values = Tensor.joined(prompts.stream().map(ClassPrompt::initial).toList());
    return values.length == 0
        ? Optional.empty()
        : Optional.of(owner.create(values, new Shape(values.length / width, width)));
  }

  private MovedAnchors anchors(ClipModel model, PromptNames names, LearnerConfiguration.Path kind) {
    List<ClassPrompt> plain = names.plain(plan.fresh().stream().map(ClassPrompt::name).toList());
    float[] old = Tensor.joined(plan.oldClasses().map(ClassEmbedding::textFeature).toList());
    int d = model.dimension();
    return new MovedAnchors(
        PromptForward.path(model, names.plainSheet(plain, 1), kind),
        old.length == 0
            ? Optional.empty()
            : Optional.of(owner.create(old, new Shape(old.length / d, d))));
  }

  @Override
  public float[] start() {
    return trainsLabels
        ? Tensor.joined(List.of(context.values(), plan.initialEmbeddings()))
        : context.values().clone();
  }

  /** The published term holds label embeddings alone. */
  @Override
  public float[] rowWeights(double ofTask, double old) {
    float[] none = new float[context.shape().get(0)];
    return trainsLabels ? Tensor.joined(List.of(none, plan.rowWeights(ofTask, old))) : none;
  }

  @Override
  public float[] classWeights(double old) {
    return plan.classWeights(old, plan.trainedOld().size() + plan.constantOld().size());
  }

  @Override
  public NDArray textFeatures(NDArray rows) {
    return path.features(still.map(other -> rows.concat(other, 0)).orElse(rows));
  }

  @Override
  public Optional<NDArray> movedAnchors(NDArray rows) {
    return anchors.map(
        moved -> {
          NDArray fresh =
              moved
                  .fresh()
                  .features(rows.get(new NDIndex().addSliceDim(0, context.shape().get(0))));
          return moved.old().map(old -> fresh.concat(old, 0)).orElse(fresh);
        });
  }

  @Override
  public void close() {
    anchors.ifPresent(moved -> moved.fresh().close());
    path.close();
    owner.close();
  }
}
