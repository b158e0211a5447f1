package org.lammstream.evaluation.stored;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.lammstream.evaluation.JsonText;
import org.lammstream.store.EmbeddingStore;

/**
 * What changed between two versions of a learner, from the store alone. The versions need not be on
 * one branch, nor in order. Immutable and thread-safe.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param learner name of the learner
 * @param before version {@code a}
 * @param after version {@code b}
 * @param added classes that only {@code after} has, in its order
 * @param removed classes that only {@code before} has, in its order
 * @param drift how far the classes moved that both have, in the order of {@code after}
 * @param predictions how the predictions changed for test examples of these classes, in the same
 *     order; classes without test examples are left out
 * @param moves between which classes predictions moved, most examples first, then by name
 * @param tasks accuracy per task whose test examples the store has, in order of arrival
 * @param unseen names of tasks whose test examples one of the versions cannot see, because its
 *     prompts change the image tower and it did not learn them; they take no part in anything
 *     above, nor do single examples that such a version has forgotten
 */
public record VersionDiff(
    int schemaVersion,
    String learner,
    Side before,
    Side after,
    List<String> added,
    List<String> removed,
    List<ClassDrift> drift,
    List<ClassChange> predictions,
    List<Move> moves,
    List<TaskChange> tasks,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> unseen) {

  /** Version of the JSON form. */
  public static final int SCHEMA_VERSION = 1;

  /** Class path resource with the JSON Schema. */
  public static final String SCHEMA = "/schema/version-diff-1.json";

  /**
   * One of the two versions.
   *
   * @param number 1, 2, … per learner
   * @param task name of the task that made it
   * @param classes how many classes it has
   * @param sha256 digest of its label embeddings, lower-case hex
   */
  public record Side(int number, String task, int classes, String sha256) {}

  /**
   * How far one class moved.
   *
   * @param name of the class
   * @param labelEmbedding Euclidean (L2) distance of the two label embeddings over all their
   *     entries, at least 0; NaN where they have different shapes
   * @param textFeature {@code 1 - cos} of the two text features, 0 to 2, computed in double
   *     precision as half the squared distance of the normalised features: the same number, but
   *     exactly 0 for equal features
   */
  public record ClassDrift(String name, double labelEmbedding, double textFeature) {}

  /**
   * Predictions for the test examples of one class. Each version chooses among all its own classes,
   * as it does when it serves.
   *
   * @param name of the class
   * @param examples how many test examples
   * @param changed of how many the prediction differs
   * @param correctBefore of how many it was right
   * @param correctAfter of how many it is right
   */
  public record ClassChange(
      String name, int examples, int changed, int correctBefore, int correctAfter) {}

  /**
   * Examples whose prediction moved from one class to another.
   *
   * @param from predicted before
   * @param to predicted after
   * @param count how many examples
   * @param lost how many of them are of the class {@code from}
   * @param gained how many of them are of the class {@code to}
   */
  public record Move(String from, String to, int count, int lost, int gained) {}

  /**
   * Accuracy on one task's test examples. Each version chooses among all its own classes.
   *
   * @param task name
   * @param examples how many test examples
   * @param correctBefore right before; empty where that version lacks a class of the task
   * @param correctAfter right after; likewise
   */
  public record TaskChange(
      String task, int examples, OptionalInt correctBefore, OptionalInt correctAfter) {

    /** {@code accuracyAfter - accuracyBefore}; NaN where there is either none or no example. */
    public double change() {
      return accuracy(correctAfter) - accuracy(correctBefore);
    }

    double accuracy(OptionalInt correct) {
      return correct.isPresent() ? (double) correct.getAsInt() / examples : Double.NaN;
    }
  }

  /** Takes its own copies. */
  public VersionDiff {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    drift = List.copyOf(drift);
    predictions = List.copyOf(predictions);
    moves = List.copyOf(moves);
    tasks = List.copyOf(tasks);
    unseen = List.copyOf(unseen);
  }

  /**
   * Compares two versions. Both are held in memory.
   *
   * @param a number of the version before
   * @param b number of the version after
   * @throws org.lammstream.store.UnknownVersionException if the learner lacks one of them
   * @throws org.lammstream.store.PrunedVersionException if the embeddings of one are gone
   * @throws BrokenHistoryException when the store lacks a part of their history
   */
  public static VersionDiff of(EmbeddingStore store, String learner, int a, int b) {
    return new VersionDiffer(store, learner, a, b).diff();
  }

  /** How many test examples' predictions differ. */
  public int changed() {
    return predictions.stream().mapToInt(ClassChange::changed).sum();
  }

  /** How many test examples were looked at: those of classes that both versions have. */
  public int examples() {
    return predictions.stream().mapToInt(ClassChange::examples).sum();
  }

  /** The JSON form as text, ending with a line feed. */
  public String toJson() {
    return JsonText.of(this);
  }

  /** Writes the JSON form to a file, which appears whole or not at all. */
  public void writeJson(Path file) throws IOException {
    JsonText.write(this, file);
  }
}
