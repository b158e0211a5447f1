package org.lammstream.manager.lamm;

import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.lammstream.store.SharedPrompts;
import org.lammstream.store.StoredTensor;

/**
 * Prompts from which those of the image tower follow (MaPLe): features of images depend on them.
 *
 * @param parameters context, deeper prompts and the maps into the image tower, at least
 * @param depth blocks with prompts, at least 1
 */
public record ImagePrompts(PromptParameters parameters, int depth) {

  /** Those of a version; empty where its prompts leave the image tower as it is. */
  public static Optional<ImagePrompts> of(SharedPrompts prompts) {
    if (!prompts.tensors().containsKey(PromptParameters.PROJECTION + PromptParameters.WEIGHT)) {
      return Optional.empty();
    }
    TreeMap<String, Tensor> tensors = new TreeMap<>();
    prompts
        .tensors()
        .forEach((name, tensor) -> tensors.put(name, new Tensor(tensor.values(), tensor.shape())));
    int deeper =
        IntStream.iterate(0, i -> i + 1)
            .takeWhile(i -> tensors.containsKey(PromptParameters.deepPrompt(i)))
            .reduce(0, (count, i) -> count + 1);
    return Optional.of(new ImagePrompts(new PromptParameters(tensors), deeper + 1));
  }

  /** How many numbers they are. */
  public long numbers() {
    return parameters.tensors().values().stream().mapToLong(tensor -> tensor.values().length).sum();
  }

  /** As a version keeps them. */
  SharedPrompts stored() {
    TreeMap<String, StoredTensor> tensors = new TreeMap<>();
    parameters
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (!name.equals(PromptParameters.LABELS)) { // each class has its own
                tensors.put(name, new StoredTensor(tensor.shape(), tensor.values()));
              }
            });
    return new SharedPrompts(tensors);
  }
}
