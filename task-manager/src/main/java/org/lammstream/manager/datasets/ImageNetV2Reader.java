package org.lammstream.manager.datasets;

import java.util.List;
import java.util.stream.IntStream;

/** ImageNetV2: a folder's name is the number of its class in ImageNet's order. */
final class ImageNetV2Reader implements Reader {
  private static final String IMAGES = "imagenetv2-matched-frequency-format-val";

  @Override
  public DataSet read(DataSetInfo info, Folder folder) {
    folder.folders(IMAGES);
    List<String> names = List.copyOf(ClassNames.ofImageNet(folder).values());
    List<String> classes = IntStream.range(0, names.size()).mapToObj(Integer::toString).toList();
    Splits splits = new Splits();
    ClassFolderReader.add(folder, IMAGES, classes, splits.test);
    return splits.named(info.id(), names);
  }
}
