package org.lammstream.manager.lamm;

import java.util.OptionalInt;

/**
 * How a prompt method trains.
 *
 * @param context where its vectors start
 * @param classSpecific each class has a context of its own (CoOp alone and with LAMM)
 * @param depth blocks with prompts in both towers, at least 1 (MaPLe)
 * @param tokens how many tokens of a name train (with LAMM)
 * @param layout of a prompt with a label embedding
 * @param anchors of the hierarchical loss
 * @param loss weights of the hierarchical loss
 * @param optimisation of all parameters
 * @param path the cached text path or the naive one
 */
public record PromptSettings(
    ContextStart context,
    boolean classSpecific,
    int depth,
    TokenPolicy tokens,
    PromptLayout layout,
    PromptAnchors anchors,
    LossWeights loss,
    Optimisation optimisation,
    LearnerConfiguration.Path path) {

  private static final String WORDS = "a photo of a";

  /**
   * The published settings of a method, but for MaPLe's layout with label embeddings, which is
   * {@link PromptLayout#STANDARD}.
   */
  public static PromptSettings published(PromptMethod method) {
    LearnerConfiguration lamm = LearnerConfiguration.published();
    Optimisation same = lamm.optimisation();
    if (!method.promptsImages()) {
      return new PromptSettings(
          new ContextStart.Words(WORDS, OptionalInt.empty()),
          false,
          1,
          lamm.tokens(),
          PromptLayout.STANDARD,
          PromptAnchors.MOVING,
          lamm.loss(),
          same,
          LearnerConfiguration.Path.CACHED);
    }
    return new PromptSettings(
        new ContextStart.Words(WORDS, OptionalInt.of(2)),
        false,
        9,
        lamm.tokens(),
        PromptLayout.STANDARD,
        PromptAnchors.MOVING,
        lamm.loss(),
        new Optimisation(
            5,
            4,
            0.0035,
            same.momentum(),
            same.weightDecay(),
            same.warmupEpochs(),
            same.warmupRate()),
        LearnerConfiguration.Path.CACHED);
  }

  /** The same with another optimisation. */
  public PromptSettings with(Optimisation other) {
    return new PromptSettings(
        context, classSpecific, depth, tokens, layout, anchors, loss, other, path);
  }

  /** The same with other weights of the loss. */
  public PromptSettings with(LossWeights other) {
    return new PromptSettings(
        context, classSpecific, depth, tokens, layout, anchors, other, optimisation, path);
  }

  /** The same with another start and scope of the context. */
  public PromptSettings with(ContextStart start, boolean perClass) {
    return new PromptSettings(
        start, perClass, depth, tokens, layout, anchors, loss, optimisation, path);
  }

  /** The same with another number of blocks with prompts. */
  public PromptSettings withDepth(int blocks) {
    return new PromptSettings(
        context, classSpecific, blocks, tokens, layout, anchors, loss, optimisation, path);
  }

  /** The same with another layout and other anchors. */
  public PromptSettings with(PromptLayout otherLayout, PromptAnchors otherAnchors) {
    return new PromptSettings(
        context, classSpecific, depth, tokens, otherLayout, otherAnchors, loss, optimisation, path);
  }

  /** The same on another text path. */
  public PromptSettings with(LearnerConfiguration.Path other) {
    return new PromptSettings(
        context, classSpecific, depth, tokens, layout, anchors, loss, optimisation, other);
  }
}
