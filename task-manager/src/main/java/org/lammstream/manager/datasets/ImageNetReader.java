package org.lammstream.manager.datasets;

import java.util.List;

/** ImageNet: its validation images are the test images, as is usual. */
final class ImageNetReader implements Reader {
  private static final String TRAIN = "images/train";
  private static final String TEST = "images/val";

  @Override
  public DataSet read(DataSetInfo info, Folder folder) {
    List<String> classes = folder.folders(TRAIN);
    if (!classes.equals(folder.folders(TEST))) {
      throw new DataSetException(
          folder.show(TEST) + ": its class folders are not those of " + folder.show(TRAIN));
    }
    Splits splits = new Splits();
    ClassFolderReader.add(folder, TRAIN, classes, splits.train);
    ClassFolderReader.add(folder, TEST, classes, splits.test);
    return splits.named(info.id(), ClassNames.ofImageNet(folder, classes));
  }
}
