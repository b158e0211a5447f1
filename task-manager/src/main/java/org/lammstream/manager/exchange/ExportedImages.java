package org.lammstream.manager.exchange;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.Scoring;
import org.lammstream.store.Version;
import org.lammstream.store.VisualState;

/**
 * What {@code version.json} says of the images of a version that has a head on them. The numbers
 * are in {@link ImageTensors}.
 *
 * @param rows length of an image sum
 * @param counts how many images each class's sum has, in the order of the classes
 * @param tasks how many of the classes came with each task, in order
 * @param scoring how the version scores
 */
record ExportedImages(int rows, List<Long> counts, List<Integer> tasks, Scoring scoring) {

  ExportedImages {
    counts = List.copyOf(counts);
    tasks = List.copyOf(tasks);
  }

  /** A whole document, as it is written. */
  record With(@JsonUnwrapped VersionDocument version, ExportedImages images) {}

  /** A document as it is read for its images alone. */
  record Only(ExportedImages images) {}

  static ExportedImages of(Version version, VisualState visual) {
    return new ExportedImages(
        visual.dimension(),
        version.classes().stream().map(ClassEmbedding::images).map(sum -> sum.count()).toList(),
        visual.tasks(),
        visual.scoring());
  }
}
