package org.lammstream.manager.datasets;

import java.util.List;
import java.util.Optional;

/** Any image folder: with {@code train} and {@code test} in it, or of class folders. */
final class FolderReader implements Reader {
  private static final String TRAIN = "train";
  private static final String VALIDATION = "val";
  private static final String TEST = "test";

  /** Names stay as they are, as everywhere where image folders are read. */
  @Override
  public DataSet read(DataSetInfo info, Folder folder) {
    if (!folder.hasFolder(TRAIN) && !folder.hasFolder(TEST)) {
      return divided(info, folder);
    }
    List<String> classes = folder.folders(TRAIN);
    Splits splits = new Splits();
    ClassFolderReader.add(folder, TRAIN, classes, splits.train);
    if (folder.hasFolder(VALIDATION)) {
      add(folder, VALIDATION, classes, splits.validation);
    }
    add(folder, TEST, classes, splits.test);
    return splits.named(info.id(), classes);
  }

  private static DataSet divided(DataSetInfo info, Folder folder) {
    List<String> classes = folder.folders(".");
    Splits splits = new Splits();
    for (int label = 0; label < classes.size(); label++) {
      String path = classes.get(label);
      splits.divide(ClassFolderReader.located(folder, path), label, folder.show(path).toString());
    }
    return splits.named(info.id(), classes);
  }

  /** All images of class folders, for testing only. */
  static DataSet whole(DataSetInfo info, Folder folder) {
    List<String> classes = folder.folders(".");
    Splits splits = new Splits();
    for (int label = 0; label < classes.size(); label++) {
      for (ImageLocation image : ClassFolderReader.located(folder, classes.get(label))) {
        splits.test.add(new Example(image, label));
      }
    }
    return splits.named(info.id(), classes);
  }

  private static void add(
      Folder folder, String path, List<String> classes, List<Example> examples) {
    List<String> present = folder.folders(path);
    Optional<String> unknown = present.stream().filter(name -> !classes.contains(name)).findFirst();
    if (unknown.isPresent()) {
      throw new DataSetException(
          folder.show(path + "/" + unknown.get())
              + ": there is no class of this name in "
              + folder.show(TRAIN));
    }
    for (String name : present) {
      int label = classes.indexOf(name);
      ClassFolderReader.located(folder, path + "/" + name)
          .forEach(image -> examples.add(new Example(image, label)));
    }
  }
}
