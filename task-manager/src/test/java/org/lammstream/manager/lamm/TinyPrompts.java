package org.lammstream.manager.lamm;

import java.util.List;
import org.lammstream.manager.clip.ClipModel;

/** Test kit: small tasks for every prompt method, with drawn images of four classes. */
final class TinyPrompts {

  static final List<String> NAMES =
      List.of("apple", "golden retriever", "maple tree", "hot air balloon");
  static final PixelClasses IMAGES = new PixelClasses(NAMES.size(), 8, 0.5);

  /** A quarter of the examples. */
  private static final int BATCH = 8;

  private TinyPrompts() {}

  /** As published, but for the epochs, small batches and a depth that the tiny towers have. */
  static PromptSettings settings(PromptMethod method, int epochs) {
    Optimisation published = PromptSettings.published(method).optimisation();
    return PromptSettings.published(method)
        .withDepth(2)
        .with(
            new Optimisation(
                epochs,
                BATCH,
                published.learningRate(),
                published.momentum(),
                published.weightDecay(),
                published.warmupEpochs(),
                published.warmupRate()));
  }

  static PromptTask task(ClipModel model, PromptMethod method, PromptSettings settings) {
    return task(
        method,
        settings,
        method.promptsImages()
            ? new PromptImages.Pixels((indexes, epoch) -> IMAGES.pixels(indexes))
            : new PromptImages.Features(List.of(IMAGES.features(model))));
  }

  static PromptTask task(PromptMethod method, PromptSettings settings, PromptImages images) {
    return new PromptTask(NAMES, images, IMAGES.labels(), method, settings, 7);
  }

  static FittedPrompts fit(ClipModel model, PromptTask task) throws InterruptedException {
    try (PromptLearner prompts = new PromptLearner(model)) {
      return prompts.fit(task, AlignmentListener.NONE);
    }
  }
}
