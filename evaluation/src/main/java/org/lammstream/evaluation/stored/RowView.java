package org.lammstream.evaluation.stored;

import java.util.List;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.evaluation.RowPredictions;
import org.lammstream.store.Version;

/**
 * A row of the matrix with what it takes to measure it.
 *
 * @param row from 1
 * @param version that stands for the learner
 * @param weights with which it scores, without classes that have been forgotten since
 * @param evaluator of all tasks, as the version sees their test images
 */
record RowView(int row, Version version, ClassWeights weights, Evaluator evaluator) {

  List<Cell> cells() {
    return evaluator.row(row, weights);
  }

  RowPredictions predict() {
    return evaluator.predict(row, weights);
  }
}
