package org.lammstream.evaluation.stored;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.JsonText;
import org.lammstream.evaluation.Metrics;
import org.lammstream.evaluation.ZeroShot;
import org.lammstream.evaluation.analysis.ClassAccuracy;
import org.lammstream.evaluation.analysis.LostPoints;
import org.lammstream.evaluation.analysis.RowConfusion;

/**
 * A learner's history measured again from the store alone. Immutable and thread-safe.
 *
 * @param learner name of the learner
 * @param versions the rows of the matrix, from the learner's first version to the one asked for
 * @param matrix recomputed rows, and for the others what was reported
 * @param check recomputed cells against reported ones
 * @param metrics of the matrix; empty where no task has test examples, or a cell is neither
 *     recomputed nor reported that they need
 * @param zeroShot the baseline in the growing label space; empty where no task has test examples
 * @param classes per class, over the recomputed rows
 * @param confusion per recomputed row
 * @param lostPoints up to the last row
 */
public record HistoryEvaluation(
    String learner,
    List<EvaluatedVersion> versions,
    AccuracyMatrix matrix,
    CellCheck check,
    Optional<Metrics> metrics,
    Optional<ZeroShot> zeroShot,
    List<ClassAccuracy> classes,
    List<RowConfusion> confusion,
    LostPoints lostPoints) {

  /** Version of the JSON form. */
  public static final int SCHEMA_VERSION = 1;

  /** Class path resource with the JSON Schema. */
  public static final String SCHEMA = "/schema/evaluation-1.json";

  /** Takes its own copies. */
  public HistoryEvaluation {
    versions = List.copyOf(versions);
    classes = List.copyOf(classes);
    confusion = List.copyOf(confusion);
  }

  /** The JSON form as text, ending with a line feed. */
  public String toJson() {
    return JsonText.of(EvaluationDocument.of(this));
  }

  /** Writes the JSON form to a file, which appears whole or not at all. */
  public void writeJson(Path file) throws IOException {
    JsonText.write(EvaluationDocument.of(this), file);
  }
}
