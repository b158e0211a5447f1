package org.lammstream.manager.lamm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lammstream.store.SharedPrompts;
import org.lammstream.store.StoredTensor;

/**
 * Prompts from which those of the image tower follow (MaPLe): features of images depend on them.
 *
 * @param parameters context, deeper prompts and the maps into the image tower, at least
 * @param depth blocks with prompts, at least 1
 */
public record ImagePrompts(PromptParameters parameters, int depth) {

  /**
   * Those of a version; empty where its prompts leave the image tower as it is.
   *
   * @throws IllegalArgumentException naming the tensor that is missing, too much or of another
   *     shape
   */
  public static Optional<ImagePrompts> of(SharedPrompts prompts) {
    if (!prompts.tensors().containsKey(PromptParameters.PROJECTION + PromptParameters.WEIGHT)) {
      return Optional.empty();
    }
    TreeMap<String, Tensor> tensors = new TreeMap<>();
    prompts
        .tensors()
        .forEach((name, tensor) -> tensors.put(name, new Tensor(tensor.values(), tensor.shape())));
    int deeper = 0;
    while (tensors.containsKey(PromptParameters.deepPrompt(deeper))) {
      deeper++;
    }
    check(tensors, deeper);
    return Optional.of(new ImagePrompts(new PromptParameters(tensors), deeper + 1));
  }

  private static void check(Map<String, Tensor> tensors, int deeper) {
    List<Integer> vectors = shape(tensors, PromptParameters.CONTEXT);
    List<Integer> map = shape(tensors, PromptParameters.PROJECTION + PromptParameters.WEIGHT);
    Map<String, List<Integer>> expected = new TreeMap<>();
    expected.put(PromptParameters.CONTEXT, vectors);
    putMap(expected, PromptParameters.PROJECTION, map);
    for (int i = 0; i < deeper; i++) {
      expected.put(PromptParameters.deepPrompt(i), vectors);
      putMap(expected, PromptParameters.deepProjection(i), map);
    }
    if (vectors.size() != 2 || map.size() != 2 || !map.get(1).equals(vectors.get(1))) {
      throw new IllegalArgumentException(
          "prompts of both towers with a context of shape %s and a map of shape %s"
              .formatted(vectors, map));
    }
    expected.forEach(
        (name, shape) -> {
          if (!shape.equals(shape(tensors, name))) {
            throw new IllegalArgumentException(
                "prompts of both towers with %s of shape %s, not %s"
                    .formatted(name, shape(tensors, name), shape));
          }
        });
    if (tensors.size() != expected.size()) {
      throw new IllegalArgumentException(
          "prompts of both towers are %s, not %s".formatted(expected.keySet(), tensors.keySet()));
    }
  }

  private static void putMap(
      Map<String, List<Integer>> expected, String name, List<Integer> weights) {
    expected.put(name + PromptParameters.WEIGHT, weights);
    expected.put(name + PromptParameters.BIAS, weights.subList(0, 1));
  }

  private static List<Integer> shape(Map<String, Tensor> tensors, String name) {
    return Optional.ofNullable(tensors.get(name))
        .map(Tensor::shape)
        .orElseThrow(() -> new IllegalArgumentException("prompts of both towers without " + name));
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
