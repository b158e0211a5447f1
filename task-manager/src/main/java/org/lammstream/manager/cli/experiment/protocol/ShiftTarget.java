package org.lammstream.manager.cli.experiment.protocol;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.DataSetInfo;
import org.lammstream.manager.datasets.DataSets;

/**
 * A data set on which a shift of domain is measured.
 *
 * @param name of the exam
 */
record ShiftTarget(String name, DataSet data) {
  private static final String TEST = "test";

  /**
   * Reads {@code NAME}, one of the data sets below the root, {@code NAME=DIR}, that data set
   * elsewhere, or with a name of the user's choice a folder of class folders, or one with {@code
   * test} in it.
   */
  static ShiftTarget read(String text, Path root) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    Path where = equals < 0 ? root : Path.of(text.substring(equals + 1));
    boolean known = DataSets.all().stream().map(DataSetInfo::id).anyMatch(name::equals);
    if (equals >= 0 && (!known || name.equals(DataSets.FOLDER))) {
      return new ShiftTarget(name, whole(where));
    }
    return new ShiftTarget(name, DataSets.read(name, where));
  }

  /** All images of the class folders. */
  private static DataSet whole(Path folder) {
    Path test = folder.resolve(TEST);
    return DataSets.readForTesting(Files.isDirectory(test) ? test : folder);
  }

  /**
   * Its test images among those of the learned classes that it has.
   *
   * @param some whether it may have classes that were not learned; their images are left out
   * @throws JobException if it has such classes and may not, or no others
   */
  Exam exam(DataSet source, boolean some) {
    int[] labels = LabelMap.of(source, data);
    int[] candidates =
        Arrays.stream(labels).filter(label -> label != LabelMap.NONE).sorted().toArray();
    if (candidates.length == 0 || (!some && candidates.length < labels.length)) {
      int lacking = 0;
      while (labels[lacking] != LabelMap.NONE) {
        lacking++;
      }
      throw new JobException(
          "target %s: its class '%s' is none of %s"
              .formatted(name, data.classNames().get(lacking), source.name()));
    }
    int[] places =
        Arrays.stream(labels)
            .map(
                label ->
                    label == LabelMap.NONE ? LabelMap.NONE : Arrays.binarySearch(candidates, label))
            .toArray();
    return new Exam(
        name, name, ChosenClasses.relabelled(data.test(), places), new Exam.Learned(candidates));
  }
}
