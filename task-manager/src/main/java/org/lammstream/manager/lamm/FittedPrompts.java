package org.lammstream.manager.lamm;

import java.util.List;
import java.util.Optional;

/**
 * What a prompt method learned, in plain Java memory. The arrays are not copied and must not be
 * modified.
 *
 * @param method that trained
 * @param settings of the training
 * @param classes in the order of their labels
 * @param context the context vectors as they stand behind the training, whether they trained or not
 * @param parameters all that trained; empty for zero-shot
 * @param vectors of each class's label embedding; none where the method trains none
 * @param textFeatures of the classes, {@code d} numbers each, L2-normalised
 * @param epochLosses mean loss of every epoch; none where nothing trained
 */
public record FittedPrompts(
    PromptMethod method,
    PromptSettings settings,
    List<String> classes,
    Tensor context,
    PromptParameters parameters,
    List<Integer> vectors,
    List<float[]> textFeatures,
    List<Double> epochLosses) {

  /** Copies the lists. */
  public FittedPrompts {
    classes = List.copyOf(classes);
    vectors = List.copyOf(vectors);
    textFeatures = List.copyOf(textFeatures);
    epochLosses = List.copyOf(epochLosses);
  }

  /** Bytes of all label embeddings. */
  public long labelBytes() {
    return bytes(true);
  }

  /** Bytes of what trained beside label embeddings. */
  public long sharedBytes() {
    return bytes(false);
  }

  private long bytes(boolean labels) {
    return parameters.tensors().entrySet().stream()
        .filter(entry -> entry.getKey().equals(PromptParameters.LABELS) == labels)
        .mapToLong(entry -> (long) Float.BYTES * entry.getValue().values().length)
        .sum();
  }

  /** Prompts of the image tower; empty where the method has none. */
  public Optional<ImagePrompts> imagePrompts() {
    return method.promptsImages()
        ? Optional.of(new ImagePrompts(parameters, settings.depth()))
        : Optional.empty();
  }

  /** Blocks with prompts, 1 without MaPLe. */
  int depth() {
    return method.promptsImages() ? settings.depth() : 1;
  }
}
