package org.lammstream.manager.exchange;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lammstream.stream.event.Provenance;

/**
 * What {@code version.json} says about an exported version. The names of the components are those
 * of the JSON fields.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}, or {@link #WITH_IMAGES} if {@link ExportedImages}
 *     belong to it, or {@link #WITH_PROMPTS} if {@link ExportedPrompts} do, with images or without,
 *     or {@link #WITH_OWN_CONTEXTS}
 * @param kind {@link #KIND}
 * @param learner name of the learner
 * @param number of the version
 * @param parent version that it continues, 0 for a learner's first
 * @param createdAt when the version was made, ISO 8601
 * @param task name of the task that made it
 * @param newClasses classes that the parent has not
 * @param embeddingsSha256 {@link org.lammstream.store.EmbeddingsDigest} of the classes
 * @param tensorsSha256 digest of {@code version.safetensors}, 64 lower-case hex digits
 * @param width of a label embedding's vectors
 * @param dimension d of text and image features
 * @param prompt what stands around a label embedding
 * @param classes in the order of the tensors' rows
 * @param accuracies the version's row of the accuracy matrix
 * @param seconds by phase
 * @param provenance what the version was made from and with
 */
record VersionDocument(
    int schemaVersion,
    String kind,
    String learner,
    int number,
    int parent,
    String createdAt,
    String task,
    List<String> newClasses,
    String embeddingsSha256,
    String tensorsSha256,
    int width,
    int dimension,
    Prompt prompt,
    List<ExportedClass> classes,
    List<Accuracy> accuracies,
    Map<String, Double> seconds,
    Provenance provenance) {

  static final int SCHEMA_VERSION = 1;

  /** Programs that know only the first schema would lose the images, and are to refuse them. */
  static final int WITH_IMAGES = 2;

  /** The same of programs that do not know the prompts. */
  static final int WITH_PROMPTS = 3;

  /** Of a learner whose classes have contexts of their own, with images or without. */
  static final int WITH_OWN_CONTEXTS = 4;

  static final String KIND = "lamm-version";

  VersionDocument {
    newClasses = List.copyOf(newClasses);
    classes = List.copyOf(classes);
    accuracies = List.copyOf(accuracies);
    seconds = Collections.unmodifiableMap(new TreeMap<>(seconds));
  }

  /**
   * What stands around a label embedding.
   *
   * @param context words in front of it, or where vectors of all classes stand in their place;
   *     empty where each class has a context of its own, which is its label embedding, or nothing
   *     is known
   * @param template how a prompt is put together
   */
  record Prompt(String context, String template) {

    static final String TEMPLATE =
        "<SOT> context [label embedding] tailTokenIds . <EOT>, cut or padded to the context length";
  }

  /**
   * A class but for its tensors.
   *
   * @param name class name
   * @param vectors rows of {@code label_embeddings} that are its own
   * @param tailTokenIds frozen name tokens behind them
   * @param hasImagePrototype whether its row of {@code image_prototypes} is known, not zeros
   */
  record ExportedClass(
      String name, int vectors, List<Integer> tailTokenIds, boolean hasImagePrototype) {
    ExportedClass {
      tailTokenIds = List.copyOf(tailTokenIds);
    }
  }

  /** Test examples of a task and how many of them the version classified correctly. */
  record Accuracy(String task, int correct, int total) {}
}
