package org.lammstream.manager.cli.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.cli.data.PlannedTask;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.Example;
import org.lammstream.manager.worker.Sha256;

/** What all results in one folder have in common; whatever else is measured belongs elsewhere. */
public final class ExperimentMark {
  private final MessageDigest digest = Sha256.digest();

  /** Of tasks on images with a checkpoint. Images count by name and size. */
  static ExperimentMark of(
      DataSet data, List<PlannedTask> tasks, boolean keepFirst, String checkpointSha256)
      throws IOException {
    ExperimentMark mark = new ExperimentMark();
    mark.add(checkpointSha256, Boolean.toString(keepFirst));
    List<List<Example>> train = data.byLabel(data.train());
    List<List<Example>> test = data.byLabel(data.test());
    for (PlannedTask task : tasks) {
      mark.add("task", task.name());
      for (String name : task.classes()) {
        mark.add("class", name);
        int label = data.classNames().indexOf(name);
        mark.add("TRAIN", train.get(label));
        mark.add("TEST", test.get(label));
      }
    }
    return mark;
  }

  private void add(String split, List<Example> examples) {
    examples.forEach(example -> add(split, ExampleImages.key(example)));
  }

  /** Adds texts, none with a character of code 0 in it. */
  public void add(String... texts) {
    for (String text : texts) {
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
  }

  /**
   * Marks a folder that has no mark yet.
   *
   * @throws JobException if it has another one
   */
  void check(Path output) throws IOException {
    check(output, "images, tasks, checkpoint or --keep-first");
  }

  /**
   * Marks a folder that has no mark yet. Used once.
   *
   * @param what of another experiment is other, for the user
   * @throws JobException if it has another one
   */
  public void check(Path output, String what) throws IOException {
    String mine = HexFormat.of().formatHex(digest.digest());
    Path file = output.resolve("experiment.sha256");
    if (!Files.exists(file)) {
      Files.createDirectories(output);
      Files.writeString(file, mine + "\n");
    } else if (!Files.readString(file).strip().equals(mine)) {
      throw new JobException(
          "--output "
              + output
              + " holds an experiment with other "
              + what
              + "; choose another folder");
    }
  }
}
