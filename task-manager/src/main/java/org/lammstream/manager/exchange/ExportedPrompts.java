package org.lammstream.manager.exchange;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lammstream.manager.clip.checkpoint.Safetensors;
import org.lammstream.manager.clip.checkpoint.SafetensorsWriter;
import org.lammstream.store.SharedPrompts;
import org.lammstream.store.StoredTensor;

/**
 * The prompts that all classes of a version share: {@code version.json} says their names and
 * shapes, {@code version.safetensors} has the numbers, F32, as {@code prompts.NAME}.
 *
 * @param prompts shape of each tensor, by its name; empty where only label embeddings train
 */
record ExportedPrompts(SortedMap<String, List<Integer>> prompts) {
  private static final String PREFIX = "prompts.";

  static final ExportedPrompts NONE = new ExportedPrompts(new TreeMap<>());

  ExportedPrompts {
    SortedMap<String, List<Integer>> copy = new TreeMap<>();
    prompts.forEach((name, shape) -> copy.put(name, List.copyOf(shape)));
    prompts = Collections.unmodifiableSortedMap(copy);
  }

  /**
   * A whole document, as it is written.
   *
   * @param document what it would be without prompts
   */
  record With(@JsonUnwrapped Record document, SortedMap<String, List<Integer>> prompts) {}

  static ExportedPrompts of(SharedPrompts shared) {
    SortedMap<String, List<Integer>> shapes = new TreeMap<>();
    shared.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return new ExportedPrompts(shapes);
  }

  /** Adds the numbers. */
  static void add(SafetensorsWriter tensors, SharedPrompts shared) {
    shared
        .tensors()
        .forEach(
            (name, tensor) ->
                tensors.addF32(PREFIX + name, tensor.values(), shape(tensor.shape())));
  }

  /**
   * Reads the numbers.
   *
   * @throws org.lammstream.manager.clip.checkpoint.CheckpointException if a tensor has another
   *     shape
   * @throws IllegalArgumentException if there are other tensors than these, or no usable numbers
   */
  Optional<SharedPrompts> read(Safetensors tensors) {
    List<String> found = new ArrayList<>();
    for (String name : new TreeSet<>(tensors.names())) {
      if (name.startsWith(PREFIX)) {
        found.add(name.substring(PREFIX.length()));
      }
    }
    if (!found.equals(List.copyOf(prompts.keySet()))) {
      throw new IllegalArgumentException(
          "prompts %s in version.json, but %s among the tensors"
              .formatted(prompts.keySet(), found));
    }
    if (prompts.isEmpty()) {
      return Optional.empty();
    }
    SortedMap<String, StoredTensor> shared = new TreeMap<>();
    for (Map.Entry<String, List<Integer>> one : prompts.entrySet()) {
      float[] values = tensors.read(PREFIX + one.getKey(), shape(one.getValue()));
      shared.put(one.getKey(), new StoredTensor(one.getValue(), values));
    }
    return Optional.of(new SharedPrompts(shared));
  }

  private static long[] shape(List<Integer> lengths) {
    return lengths.stream().mapToLong(Integer::longValue).toArray();
  }
}
