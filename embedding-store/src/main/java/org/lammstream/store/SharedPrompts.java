package org.lammstream.store;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trained prompt vectors that all classes of a version share, beside the label embeddings, of which
 * each class has its own. Equal when every bit is.
 *
 * @param tensors at least one, by name; names are not blank; cannot be modified
 */
public record SharedPrompts(SortedMap<String, StoredTensor> tensors) {

  /**
   * Copies the map, in the order of the names' characters.
   *
   * @throws IllegalArgumentException if there is no tensor, or one without a name
   */
  public SharedPrompts {
    SortedMap<String, StoredTensor> copy = new TreeMap<>();
    copy.putAll(tensors);
    tensors = Collections.unmodifiableSortedMap(copy);
    if (tensors.isEmpty()) {
      throw new IllegalArgumentException("prompts without a tensor");
    }
    if (tensors.keySet().stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a tensor of prompts needs a name");
    }
  }
}
