package org.lammstream.manager.datasets;

import java.util.List;

/** Sets for testing only, with folders named as ImageNet's; files beside them are passed over. */
record ImageNetVariantReader(String images) implements Reader {
  @Override
  public DataSet read(DataSetInfo info, Folder folder) {
    List<String> classes = folder.folders(images);
    Splits splits = new Splits();
    ClassFolderReader.add(folder, images, classes, splits.test);
    return splits.named(info.id(), ClassNames.ofImageNet(folder, classes));
  }
}
