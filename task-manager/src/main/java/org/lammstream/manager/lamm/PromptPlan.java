package org.lammstream.manager.lamm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.lammstream.manager.clip.ClipModel;

/**
 * What a training of prompts moves, and in which prompts, in plain Java memory.
 *
 * @param method what trains
 * @param prompts of the classes, known ones first, with label embeddings where the method has some
 * @param trained rows of these prompts
 * @param plain rows of the prompts of the plain names of the classes that are new
 * @param context where the context vectors are before the training, whether they train or not
 * @param depth blocks with prompts, 1 without MaPLe
 * @param start of all parameters that train
 * @param known text features of the classes that are known already, which they are held to
 */
record PromptPlan(
    PromptMethod method,
    List<ClassPrompt> prompts,
    PromptSheet trained,
    PromptSheet plain,
    Tensor context,
    int depth,
    PromptParameters start,
    List<float[]> known) {

  /**
   * Plans a training.
   *
   * @throws ClassNameException for a name that cannot stand in a prompt
   * @throws IllegalArgumentException if the model has not as many blocks as the depth wants, or for
   *     an impossible context
   */
  static PromptPlan of(ClipModel model, PromptTask task) {
    PromptMethod method = task.method();
    PromptSettings settings = task.settings();
    List<String> classes = task.classes();
    List<String> known = task.before().map(FittedPrompts::classes).orElse(List.of());
    List<String> fresh = classes.subList(known.size(), classes.size());
    PromptContext context = PromptContext.of(model.tokenizer(), settings.context());
    PromptNames names = new PromptNames(model.tokenizer(), model.textTower(), context);
    boolean perClass = settings.classSpecific();
    int contexts = perClass ? classes.size() : 1;
    int depth = method.promptsImages() ? checkDepth(model, settings) : 1;
    PromptStart draws = new PromptStart(task.seed(), model.width());
    float[] words = model.textTower().embeddings(context.words());
    Tensor vectors =
        task.before()
            .map(FittedPrompts::context)
            .orElseGet(() -> draws.context(context.vectors(), contexts, perClass, words));
    SortedMap<String, Tensor> start = new TreeMap<>();
    if (method.trainsContext()) {
      start.put(PromptParameters.CONTEXT, vectors);
    }
    if (method.promptsImages()) {
      start.putAll(draws.maple(context.vectors(), depth, model.imageEncoder().width()));
    }
    task.before().ifPresent(before -> start.putAll(before.parameters().tensors()));
    List<ClassPrompt> prompts = new ArrayList<>();
    if (method.trainsLabels()) {
      task.before().ifPresent(before -> prompts.addAll(known(before, names, settings)));
      prompts.addAll(names.labelled(fresh, settings.layout(), settings.tokens()));
      start.put(PromptParameters.LABELS, labels(prompts, model.width()));
    } else {
      prompts.addAll(names.plain(classes));
    }
    return new PromptPlan(
        method,
        prompts,
        method.trainsLabels()
            ? names.labelledSheet(prompts, contexts, settings.layout())
            : names.plainSheet(prompts, contexts),
        names.plainSheet(names.plain(fresh), contexts),
        vectors,
        depth,
        new PromptParameters(start),
        task.before().map(FittedPrompts::textFeatures).orElse(List.of()));
  }

  /** Prompts of known classes with their label embeddings as they stand. */
  private static List<ClassPrompt> known(
      FittedPrompts before, PromptNames names, PromptSettings settings) {
    float[] rows = before.parameters().tensor(PromptParameters.LABELS).values();
    int width = before.context().shape().get(1);
    List<ClassPrompt> prompts = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < before.classes().size(); i++) {
      int vectors = before.vectors().get(i);
      ClassPrompt untrained =
          names
              .labelled(
                  before.classes().subList(i, i + 1),
                  settings.layout(),
                  new TokenPolicy.Fixed(vectors))
              .get(0);
      int end = at + vectors * width;
      prompts.add(
          new ClassPrompt(
              untrained.name(), vectors, Arrays.copyOfRange(rows, at, end), untrained.tail()));
      at = end;
    }
    return prompts;
  }

  /**
   * The depth of the settings.
   *
   * @throws IllegalArgumentException if the model has not as many blocks
   */
  static int checkDepth(ClipModel model, PromptSettings settings) {
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
    float[] initial = Tensor.joined(prompts.stream().map(ClassPrompt::initial).toList());
    return Tensor.of(initial, initial.length / width, width);
  }

  /** Whether the task has classes that are not known. */
  boolean hasNewClasses() {
    return prompts.size() > known.size();
  }

  /** How many trained rows the label embeddings of the known classes have. */
  int knownRows() {
    return prompts.stream().limit(known.size()).mapToInt(ClassPrompt::vectors).sum();
  }

  /** Whether the anchors of the loss change from step to step. */
  boolean anchorsMove(PromptAnchors anchors) {
    return anchors == PromptAnchors.MOVING
        && hasNewClasses()
        && method.trainsContext()
        && method.trainsLabels();
  }
}
