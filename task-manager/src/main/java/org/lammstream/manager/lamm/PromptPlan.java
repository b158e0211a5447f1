package org.lammstream.manager.lamm;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.lammstream.manager.clip.ClipModel;

/**
 * What a training of prompts moves, and in which prompts, in plain Java memory.
 *
 * @param method what trains
 * @param prompts of the classes, with label embeddings where the method has some
 * @param trained rows of these prompts
 * @param plain rows of the prompts of the plain names
 * @param context where the context vectors are before the training, whether they train or not
 * @param depth blocks with prompts, 1 without MaPLe
 * @param start of all parameters that train
 */
record PromptPlan(
    PromptMethod method,
    List<ClassPrompt> prompts,
    PromptSheet trained,
    PromptSheet plain,
    Tensor context,
    int depth,
    PromptParameters start) {

  /**
   * Plans a training.
   *
   * @throws ClassNameException for a name that cannot stand in a prompt
   * @throws IllegalArgumentException if the model has not as many blocks as the depth wants, or for
   *     an impossible context
   */
  static PromptPlan of(
      ClipModel model,
      PromptMethod method,
      PromptSettings settings,
      List<String> classes,
      long seed) {
    PromptContext context = PromptContext.of(model.tokenizer(), settings.context());
    PromptNames names = new PromptNames(model.tokenizer(), model.textTower(), context);
    List<ClassPrompt> plain = names.plain(classes);
    boolean perClass = settings.classSpecific();
    int contexts = perClass ? classes.size() : 1;
    PromptSheet plainSheet = names.plainSheet(plain, contexts);
    PromptStart draws = new PromptStart(seed, model.width());
    float[] words = model.textTower().embeddings(context.words());
    Tensor vectors = draws.context(context.vectors(), contexts, perClass, words);
    SortedMap<String, Tensor> start = new TreeMap<>();
    if (method.trainsContext()) {
      start.put(PromptParameters.CONTEXT, vectors);
    }
    int depth = method.promptsImages() ? depth(model, settings) : 1;
    if (method.promptsImages()) {
      start.putAll(draws.maple(context.vectors(), depth, model.imageEncoder().width()));
    }
    if (!method.trainsLabels()) {
      return new PromptPlan(
          method, plain, plainSheet, plainSheet, vectors, depth, new PromptParameters(start));
    }
    List<ClassPrompt> labelled = names.labelled(classes, settings.layout(), settings.tokens());
    start.put(PromptParameters.LABELS, labels(labelled, model.width()));
    return new PromptPlan(
        method,
        labelled,
        names.labelledSheet(labelled, contexts, settings.layout()),
        plainSheet,
        vectors,
        depth,
        new PromptParameters(start));
  }

  private static int depth(ClipModel model, PromptSettings settings) {
    int most = Math.min(model.textTower().blocks().size(), model.imageEncoder().blocks());
    if (settings.depth() < 1 || settings.depth() > most) {
      throw new IllegalArgumentException(
          "prompts of depth %d: the towers of this model have room for 1 to %d"
              .formatted(settings.depth(), most));
    }
    return settings.depth();
  }

  /** Where label embeddings start and what they are anchored to. */
  private static Tensor labels(List<ClassPrompt> prompts, int width) {
    float[] initial =
        new AlignmentPlan(prompts, List.of(), List.of(), List.of()).initialEmbeddings();
    return Tensor.of(initial, initial.length / width, width);
  }

  /** Whether the anchors of the loss change from step to step. */
  boolean anchorsMove(PromptAnchors anchors) {
    return anchors == PromptAnchors.MOVING && method.trainsContext() && method.trainsLabels();
  }
}
