package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** MaPLe's prompts of the image tower: linear maps of those of the text tower. Stateless. */
final class VisualPrompts {

  private VisualPrompts() {}

  /** Per block its prompts, {@code (vectors, visual width)}. */
  static List<NDArray> of(Map<String, NDArray> parameters, int depth) {
    List<NDArray> prompts = new ArrayList<>();
    NDArray context = PromptForward.context(parameters);
    prompts.add(linear(parameters, PromptParameters.PROJECTION, context));
    List<NDArray> deep = PromptForward.deep(parameters, depth);
    for (int i = 0; i < deep.size(); i++) {
      prompts.add(linear(parameters, PromptParameters.deepProjection(i), deep.get(i)));
    }
    return prompts;
  }

  private static NDArray linear(Map<String, NDArray> parameters, String name, NDArray input) {
    return input
        .matMul(PromptForward.of(parameters, name + PromptParameters.WEIGHT).transpose())
        .add(PromptForward.of(parameters, name + PromptParameters.BIAS));
  }
}
