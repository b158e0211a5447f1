package org.lammstream.manager.cli.experiment.protocol;

import java.util.ArrayList;
import java.util.List;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.cli.experiment.ExampleImages;
import org.lammstream.manager.cli.experiment.ExperimentMark;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.Example;

/**
 * What all runs on one data set have in common.
 *
 * @param dataset its id
 * @param prompt the hand-written prompt of zero-shot, with {@code {}} for the name
 * @param training classes, and images of which a run takes some
 * @param exams at least one
 */
record Trial(String dataset, String prompt, DataSet training, List<Exam> exams) {
  /**
   * Copies the list.
   *
   * @throws JobException without training or test images
   */
  Trial {
    exams = List.copyOf(exams);
    if (training.train().isEmpty()) {
      throw new JobException(dataset + " has no training images");
    }
    for (Exam exam : exams) {
      if (exam.images().isEmpty()) {
        throw new JobException(dataset + " has no test images for '" + exam.name() + "'");
      }
    }
  }

  /** Names of all classes, those of its exams included. */
  List<String> names() {
    List<String> names = new ArrayList<>(training.classNames());
    exams.stream()
        .map(Exam::candidates)
        .filter(Exam.Unseen.class::isInstance)
        .forEach(unseen -> names.addAll(((Exam.Unseen) unseen).names()));
    return names;
  }

  /** Tells this trial from others with the same folder. Images count by name and size. */
  ExperimentMark mark(String protocol, String checkpointSha256) {
    ExperimentMark mark = new ExperimentMark();
    mark.add(protocol, dataset, checkpointSha256);
    training.classNames().forEach(name -> mark.add("class", name));
    add(mark, "train", training.train());
    for (Exam exam : exams) {
      mark.add("exam", exam.name());
      if (exam.candidates() instanceof Exam.Unseen unseen) {
        unseen.names().forEach(name -> mark.add("class", name));
      } else if (exam.candidates() instanceof Exam.Learned learned) {
        for (int label : learned.labels()) {
          mark.add("label", Integer.toString(label));
        }
      }
      add(mark, "test", exam.images());
    }
    return mark;
  }

  private static void add(ExperimentMark mark, String split, List<Example> examples) {
    examples.forEach(
        example -> mark.add(split, ExampleImages.key(example), Integer.toString(example.label())));
  }
}
