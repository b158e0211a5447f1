package org.lammstream.manager.lamm;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a prompt method trains, by the names that the published codes give it: {@code ctx}, {@code
 * token_classes} (the label embeddings of all classes one after the other), {@code proj.weight},
 * {@code proj.bias}, {@code compound_prompts_text.N} and {@code compound_prompt_projections.N}.
 *
 * @param tensors by name; unmodifiable
 */
public record PromptParameters(SortedMap<String, Tensor> tensors) {

  static final String CONTEXT = "ctx";
  static final String LABELS = "token_classes";
  static final String PROJECTION = "proj";
  static final String WEIGHT = ".weight";
  static final String BIAS = ".bias";

  /** Copies the map, not the tensors. */
  public PromptParameters {
    tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
  }

  /**
   * One of them.
   *
   * @throws IllegalArgumentException if there is none of the name
   */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no parameter is called " + name);
    }
    return tensor;
  }

  static String deepPrompt(int index) {
    return "compound_prompts_text." + index;
  }

  static String deepProjection(int index) {
    return "compound_prompt_projections." + index;
  }
}
