package org.lammstream.manager.cli.experiment.protocol;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.cli.Checkpoint;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.cli.experiment.Shots;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.DataSetInfo;
import org.lammstream.manager.datasets.DataSets;
import org.lammstream.manager.datasets.FewShot;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all protocols ask for. */
final class ProtocolOptions {
  private static final String PAPER = "paper";
  private static final int PAPERS_DATA_SETS = 11;

  @Option(
      names = "--dataset",
      split = ",",
      paramLabel = "NAME",
      description =
          "One or more data sets ('lamm datasets' lists them); 'paper' stands for the paper's"
              + " eleven.")
  private List<String> datasets = new ArrayList<>();

  @Option(
      names = "--root",
      required = true,
      paramLabel = "DIR",
      description = "The folder above the data sets' own folders, or that of the one data set.")
  private Path root = Path.of("");

  @Option(
      names = "--classes",
      paramLabel = "FILE[#TASK]",
      description =
          "Only these classes: a file with a name on each line, or a file of tasks, all or one of"
              + " them.")
  private @Nullable String classes;

  @Option(
      names = "--test-images",
      paramLabel = "N",
      description =
          "At most the first N test images of each class (default: all). MaPLe encodes them anew"
              + " behind every training.")
  private @Nullable Integer testImages;

  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "CLIP_DIR",
      description = Checkpoint.DESCRIPTION)
  private Path checkpoint = Path.of("");

  @Option(
      names = "--shots",
      split = ",",
      paramLabel = "N",
      description = "Training images per class, or 'all' (default: 16; few-shot: 1,2,4,8,16).")
  private List<String> shots = new ArrayList<>();

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,2,3",
      description = "Seeds (default: ${DEFAULT-VALUE}).")
  private List<Long> seeds = List.of(1L, 2L, 3L);

  @Option(
      names = "--views",
      paramLabel = "K",
      defaultValue = "10",
      description =
          "Random crops of training images: K of each, encoded once, which the epochs take in turn;"
              + " 'epoch' for fresh ones in every epoch; or 'none' (default: ${DEFAULT-VALUE}).")
  private String views = "10";

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Folder for results, tables and picture (default: out/ and the name of the protocol).")
  private @Nullable Path output;

  @Option(
      names = "--device",
      defaultValue = "auto",
      paramLabel = "DEVICE",
      description = "auto, cpu or gpu:N (default: ${DEFAULT-VALUE}).")
  private ComputeDevice device = new ComputeDevice.Auto();

  @Mixin private MethodOptions methods = new MethodOptions();

  /**
   * Ids of data sets.
   *
   * @param otherwise where none is given; empty if one must be
   * @throws JobException for none, or one that is there twice
   */
  List<String> datasets(List<String> otherwise) {
    List<String> wanted = datasets.isEmpty() ? otherwise : datasets;
    if (wanted.isEmpty()) {
      throw new JobException("--dataset is missing: give one or more, or 'paper'");
    }
    List<String> ids = new ArrayList<>();
    for (String id : wanted) {
      if (id.equals(PAPER)) {
        DataSets.all().stream().limit(PAPERS_DATA_SETS).map(DataSetInfo::id).forEach(ids::add);
      } else {
        ids.add(DataSets.info(id).id());
      }
    }
    if (new HashSet<>(ids).size() < ids.size()) {
      throw new JobException("--dataset: one is there twice");
    }
    return ids;
  }

  /**
   * A data set without test images that are not wanted.
   *
   * @throws JobException if none is
   */
  DataSet tested(DataSet data) {
    if (testImages == null) {
      return data;
    }
    if (testImages < 1) {
      throw new JobException("--test-images must be at least 1");
    }
    return FewShot.firstTests(data, testImages);
  }

  /** Reads a data set, and leaves out the classes and test images that are not wanted. */
  DataSet read(String id) {
    DataSet data = tested(DataSets.read(id, root));
    return classes == null ? data : ChosenClasses.of(data, ChosenClasses.names(classes));
  }

  /** Whether only some classes are wanted. */
  boolean choosesClasses() {
    return classes != null;
  }

  Path root() {
    return root;
  }

  Path checkpoint() {
    return checkpoint;
  }

  ComputeDevice device() {
    return device;
  }

  Path output(Protocol protocol) {
    return output == null ? Path.of("out", protocol.key()) : output;
  }

  MethodOptions methods() {
    return methods;
  }

  List<Integer> shots(List<String> otherwise) {
    return (shots.isEmpty() ? otherwise : shots).stream().map(Shots::count).distinct().toList();
  }

  List<Long> seeds() {
    return seeds.stream().distinct().toList();
  }

  Views views() {
    return Views.parse(views);
  }
}
